package dev.skiff.cli.view;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.Feed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one run as a tree for people: step groups are left out, the elements of a loop are together, attempts are below what is
 * retried. Taking in a change costs what has changed. Not safe for use by several threads at once.
 */
public final class RunTree {
    private final String run;
    private final List<Branch> roots = new ArrayList<>();
    private final Map<String, Branch> byId = new HashMap<>();
    private final Map<String, Branch> byName = new HashMap<>();
    private final Map<String, Branch> above = new HashMap<>();
    private final Map<String, Branch> loops = new HashMap<>();
    private @Nullable WorkflowPhase phase;
    private String message = "";
    private int pods;
    private int succeededPods;

    public RunTree(String run) {
        this.run = run;
    }

    /** The tree of a run that is over, or of a snapshot. */
    public static RunTree of(Workflow workflow) {
        RunTree tree = new RunTree(workflow.metadata().getName());
        var status = workflow.status();
        if (status != null) {
            String message = status.message() == null ? "" : status.message();
            tree.take(new Feed.Change(
                    tree.run,
                    status.phase(),
                    message,
                    List.copyOf(status.nodes().values())));
        }
        return tree;
    }

    public void take(Feed.Change change) {
        phase = change.phase();
        message = change.message();
        change.nodes().forEach(this::take);
    }

    private void take(NodeStatus node) {
        Branch branch = byId.get(node.id());
        NodePhase before = branch == null || branch.node == null ? null : branch.node.phase();
        if (branch == null) {
            branch = hang(node);
        } else {
            branch.node = node;
            Branch parent = above.get(node.id());
            if (parent != null && before != node.phase()) {
                parent.count(before, node.phase(), false);
            }
        }
        if (node.phase() != NodePhase.RUNNING) {
            branch.lastLine = "";
        }
        if (node.type() == NodeType.POD) {
            countRunning(branch, before, node.phase());
        }
        if (node.type() == NodeType.POD && node.phase() == NodePhase.SUCCEEDED && before != NodePhase.SUCCEEDED) {
            succeededPods++;
        }
    }

    private static void countRunning(Branch pod, @Nullable NodePhase before, @Nullable NodePhase after) {
        int more = (after == NodePhase.RUNNING ? 1 : 0) - (before == NodePhase.RUNNING ? 1 : 0);
        if (more != 0) {
            for (Branch b = pod; b != null; b = b.parent) {
                b.runningPods += more;
            }
        }
    }

    private Branch hang(NodeStatus node) {
        Branch branch = new Branch(label(node), node);
        byId.put(node.id(), branch);
        byName.put(node.name(), branch);
        if (node.type() == NodeType.POD) {
            pods++;
        }
        if (node.type() == NodeType.STEP_GROUP) {
            return branch;
        }
        Branch parent = parent(node);
        if (parent == null) {
            roots.add(branch);
        } else {
            branch.parent = parent;
            parent.children.add(branch);
            parent.count(null, node.phase(), true);
            above.put(node.id(), parent);
        }
        return branch;
    }

    private static String label(NodeStatus node) {
        return node.displayName() == null ? node.name() : node.displayName();
    }

    /** What a node is shown below; null for the root, and for an exit handler of the workflow. */
    private @Nullable Branch parent(NodeStatus node) {
        Branch boundary = node.boundaryID() == null ? null : byId.get(node.boundaryID());
        String base = withoutElement(node.name());
        if (base == null || boundary == null && !byName.containsKey(base)) {
            return boundary;
        }
        Branch named = byName.get(base);
        if (named != null) {
            return named;
        }
        return loops.computeIfAbsent(base, name -> {
            Branch loop = new Branch(base.substring(base.lastIndexOf('.') + 1), null);
            loop.parent = Objects.requireNonNull(boundary);
            boundary.children.add(loop);
            return loop;
        });
    }

    /** {@code wf[0].task2} of {@code wf[0].task2(3:x)}; null for a name without an element. Brackets inside of elements are removed. */
    private static @Nullable String withoutElement(String name) {
        int open = name.lastIndexOf('(');
        return name.endsWith(")") && open > 0 ? name.substring(0, open) : null;
    }

    /** The last line that a running node wrote. */
    public void wrote(String nodeId, String line) {
        Branch branch = byId.get(nodeId);
        if (branch != null && branch.node != null && branch.node.phase() == NodePhase.RUNNING) {
            branch.lastLine = Columns.harmless(line);
        }
    }

    /** How people know the node; the id itself for one that is unknown. */
    public String displayName(String nodeId) {
        Branch branch = byId.get(nodeId);
        return branch == null ? nodeId : branch.label;
    }

    public String run() {
        return run;
    }

    public @Nullable WorkflowPhase phase() {
        return phase;
    }

    public String message() {
        return message;
    }

    /** {@code 3/11}: pods that have succeeded out of those that there are. */
    public String progress() {
        return succeededPods + "/" + pods;
    }

    public @Nullable Instant startedAt() {
        NodeStatus root = root();
        return root == null ? null : root.startedAt();
    }

    public @Nullable Instant finishedAt() {
        Instant last = null;
        for (Branch branch : roots) {
            Instant end = branch.node == null ? null : branch.node.finishedAt();
            if (end == null) {
                return null;
            }
            last = last == null || end.isAfter(last) ? end : last;
        }
        return last;
    }

    private @Nullable NodeStatus root() {
        return roots.isEmpty() ? null : roots.getFirst().node;
    }

    List<Branch> roots() {
        return roots;
    }
}
