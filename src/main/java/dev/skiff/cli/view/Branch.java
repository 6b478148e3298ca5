package dev.skiff.cli.view;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the tree and what is below it: a node, or the elements of a loop that has no node of its own. */
final class Branch {
    /** Relative to the branch above. */
    final String label;

    final List<Branch> children = new ArrayList<>();
    private final Map<@Nullable NodePhase, Integer> counts = new LinkedHashMap<>();

    @Nullable
    NodeStatus node;

    String lastLine = "";

    /** What this is shown below; null for a root. */
    @Nullable
    Branch parent;

    /** Pods that run now, here and below. */
    int runningPods;

    Branch(String label, @Nullable NodeStatus node) {
        this.label = label;
        this.node = node;
    }

    /** A loop: its children are elements, which may be folded to counts. */
    boolean isGroup() {
        NodeStatus n = node;
        return n == null || n.type() == NodeType.TASK_GROUP;
    }

    /** Of the node; of a loop without one, what its elements make of it. */
    @Nullable
    NodePhase phase() {
        NodeStatus n = node;
        if (n != null) {
            return n.phase();
        }
        for (NodePhase phase :
                List.of(NodePhase.RUNNING, NodePhase.PENDING, NodePhase.ERROR, NodePhase.FAILED, NodePhase.SUCCEEDED)) {
            if (counts.getOrDefault(phase, 0) > 0) {
                return phase;
            }
        }
        return NodePhase.SKIPPED;
    }

    void count(@Nullable NodePhase before, @Nullable NodePhase after, boolean isNew) {
        if (!isNew) {
            counts.merge(before, -1, Integer::sum);
        }
        counts.merge(after, 1, Integer::sum);
    }

    /** {@code ✔ 12 ● 4 ◷ 14}: the direct children by phase. */
    String summary(Style style) {
        StringBuilder text = new StringBuilder();
        for (NodePhase phase : List.of(
                NodePhase.SUCCEEDED,
                NodePhase.FAILED,
                NodePhase.ERROR,
                NodePhase.SKIPPED,
                NodePhase.OMITTED,
                NodePhase.RUNNING,
                NodePhase.PENDING)) {
            int n = counts.getOrDefault(phase, 0);
            if (n > 0) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(style.icon(phase))
                        .append(' ')
                        .append(n);
            }
        }
        return text.toString();
    }
}
