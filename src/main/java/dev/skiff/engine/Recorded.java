package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is restored from, while it is restored. What is recorded wins over what would be decided anew: a node that is recorded
 * begins without asking for room, and ends as and when it did. What is not recorded waits until everything recorded has been taken in,
 * so nothing new begins in the past.
 */
final class Recorded {
    /** When the run is restored: what is not recorded begins then. */
    final Instant now;

    /** Calls, and attempts of retries, that are not recorded. */
    final List<Invocation> held = new ArrayList<>();

    private final Map<String, NodeStatus> byName = new HashMap<>();
    private final Map<String, NodeStatus> byId = new HashMap<>();
    private final Set<String> boundaries = new HashSet<>();
    private final boolean suspended;
    private final boolean over;
    /** By the id of a node: whether something that it is directly in has ended. Only for a suspended run. */
    private final Set<String> insideEnded = new HashSet<>();

    /**
     * @param suspended whether the run is to be suspended
     * @param over whether the workflow has ended
     */
    Recorded(Collection<NodeStatus> nodes, boolean suspended, boolean over, Instant now) {
        this.now = now;
        this.suspended = suspended;
        this.over = over;
        for (NodeStatus n : nodes) {
            byName.put(n.name(), n);
            byId.put(n.id(), n);
            if (n.boundaryID() != null) {
                boundaries.add(n.boundaryID());
            }
        }
        for (NodeStatus n : suspended ? nodes : List.<NodeStatus>of()) {
            if (isGroup(n.type()) && ended(n)) {
                n.children().stream().filter(id -> !isHook(byId.get(id))).forEach(insideEnded::add);
            }
        }
    }

    private static boolean isGroup(NodeType type) {
        return switch (type) {
            case STEP_GROUP, TASK_GROUP, RETRY -> true;
            case POD, CONTAINER, STEPS, DAG, SKIPPED, SUSPEND, HTTP, PLUGIN -> false;
        };
    }

    private static boolean isHook(@Nullable NodeStatus n) {
        return n != null
                && n.nodeFlag() != null
                && Boolean.TRUE.equals(n.nodeFlag().hooked());
    }

    static boolean ended(NodeStatus n) {
        return n.phase() != null && n.phase().fulfilled();
    }

    Collection<NodeStatus> nodes() {
        return byName.values();
    }

    /** The node of that name as it is recorded, or null. */
    @Nullable
    NodeStatus of(String name) {
        return byName.get(name);
    }

    boolean hasId(String id) {
        return byId.containsKey(id);
    }

    /** Whether the call of that name has begun: not if it was found beforehand that it need not. */
    boolean begun(String name) {
        NodeStatus n = byName.get(name);
        if (n == null || n.phase() == null) {
            return false;
        }
        return switch (n.phase()) {
            case OMITTED -> false;
            case SKIPPED -> n.type() != NodeType.SKIPPED;
            case PENDING, RUNNING, SUCCEEDED, FAILED, ERROR -> true;
        };
    }

    /** Keeps a call back that is not recorded. @return whether it was */
    boolean holds(Invocation inv, String name) {
        if (begun(name)) {
            return false;
        }
        held.add(inv);
        return true;
    }

    /** Whether anything has begun inside a node that is made of others. */
    boolean hasInside(NodeStatus n) {
        return boundaries.contains(n.id()) || byName.containsKey(n.name() + "(0)");
    }

    /** Whether a node is recorded not to have ended with the whole run, when this was ended: it may have begun later. */
    boolean isSpared(Node node) {
        NodeStatus n = byName.get(node.name);
        return n != null && !RecordedEnds.byTheRun(n);
    }

    /** Whether a call that has passed its gate is recorded to have gone on: a pod that is Pending may still wait for room. */
    boolean wentOn(String name) {
        NodeStatus n = byName.get(name);
        return n != null && n.phase() != null && (n.phase() != NodePhase.PENDING || hasInside(n));
    }

    /** The recorded node if it has come to this phase, else null. */
    @Nullable
    NodeStatus at(String name, NodePhase phase) {
        NodeStatus n = byName.get(name);
        return n != null && n.phase() == phase ? n : null;
    }

    /** SUSP-01: whether the end of a node came too late for a run that is suspended: nothing recorded follows from it. */
    boolean heldBack(Node node) {
        NodeStatus n = byName.get(node.name);
        if (!suspended || over || n == null || !endsByItself(node, n) || insideEnded.contains(n.id())) {
            return false;
        }
        NodeStatus around = node.boundary == null ? null : byName.get(node.boundary.name);
        return (around == null || !ended(around)) && !followed(node);
    }

    private boolean followed(Node node) {
        return switch (node.parent) {
            case RootFrame f -> begun(Machine.exitName(node.name));
            case RetryFrame f -> begun(f.nextName());
            case WorkflowHooks f -> begun(Machine.exitName(node.name.substring(0, node.name.indexOf(".hooks."))));
            case HookFrame f -> byName.containsKey(f.hooked().name) && hasFollowers(f.hooked(), false);
            case StepsFrame f -> hasFollowers(node, true);
            case DagFrame f -> hasFollowers(node, true);
            case TaskGroupFrame f -> hasFollowers(node, true);
        };
    }

    /** @param exit whether the node's own exit hook counts: it begins when the node has ended */
    private boolean hasFollowers(Node node, boolean exit) {
        NodeStatus n = Machine.present(byName.get(node.name), node.name);
        for (String id : n.children()) {
            NodeStatus child = byId.get(id);
            boolean hook = isHook(child);
            if (child != null
                    && child.type() != NodeType.CONTAINER
                    && (!hook || (exit && child.name().equals(Machine.exitName(n.name()))))) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything that follows began before the node ended, as after a daemon that was ready before it failed. */
    boolean hasSuccessors(NodeStatus n) {
        for (String id : n.children()) {
            NodeStatus child = byId.get(id);
            if (child != null
                    && child.type() != NodeType.CONTAINER
                    && child.startedAt() != null
                    && n.finishedAt() != null
                    && child.startedAt().isBefore(n.finishedAt())
                    && !isHook(child)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the node was not ended by another one: it has a task of its own, or came no further than to its locks or the cache. */
    private boolean endsByItself(Node node, NodeStatus n) {
        return switch (node.type) {
            case POD, HTTP, SUSPEND -> true;
            case STEPS, DAG, RETRY -> !hasInside(n);
            case CONTAINER, STEP_GROUP, TASK_GROUP, SKIPPED, PLUGIN -> false;
        };
    }
}
