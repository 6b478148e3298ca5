package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a run while the engine owns it. Mutable, seen by nobody else: others get {@code NodeStatus} snapshots. Only {@link Machine}
 * changes phases, by the table of {@link NodeLifecycle}.
 */
final class Node {
    final String name;
    final String id;
    final NodeType type;
    /** The enclosing steps or DAG node; null at the root and for the workflow's exit handler. */
    final @Nullable Node boundary;
    /** Who is told when this node is fulfilled. */
    final Frame parent;
    /** The step or task this node executes; null for step groups. */
    final @Nullable Call call;

    NodePhase phase;
    /** The executed template; null for groups and for nodes that never ran. */
    @Nullable
    CompiledTemplate template;

    String message = "";
    final Instant startedAt;
    /** Among the calls of its frame; see {@link Invocation#place()}. */
    long place;

    @Nullable
    Instant finishedAt;

    @Nullable
    Bound inputs;

    NodeOutputs outputs = NodeOutputs.NONE;
    List<Node> children = List.of();
    List<Node> outbound = List.of();
    /** What goes on inside a composite node; null for leaves and after the end. */
    @Nullable
    Frame frame;
    /** Where the task runs and its address; empty until known. */
    String host = "";

    String ip = "";
    /** Resources and for how long pods had them, see {@link Usage}. */
    Map<String, Long> used = Map.of();

    /** The decision that last changed this node, see {@link Run#decisions}. */
    int touchedIn;

    /** The display name that the template asks for (NODE-13). */
    @Nullable
    String shownAs;

    boolean hooked;
    /** A daemon that is ready: its parent has gone on (DAEMON-01). */
    boolean daemoned;

    @Nullable
    NodeExtras extras;

    boolean retried;
    /** Commanded to start and not ended: counts for parallelism. */
    boolean active;
    /** Pods, steps and DAGs directly inside this node that are not fulfilled (PAR-02). */
    int activeChildren;
    /** Nodes directly inside, of any type but groups, whose end the frame has not been told. */
    int unfinishedChildren;
    /** Failed or Error ones directly inside (STEPS-16). */
    int unsuccessfulChildren;

    Node(
            String name,
            String id,
            NodeType type,
            @Nullable Node boundary,
            Frame parent,
            @Nullable Call call,
            NodePhase phase,
            Instant startedAt) {
        this.name = name;
        this.id = id;
        this.type = type;
        this.boundary = boundary;
        this.parent = parent;
        this.call = call;
        this.phase = phase;
        this.startedAt = startedAt;
    }

    void addChild(Node child) {
        if (children.isEmpty()) {
            children = new ArrayList<>(1);
        }
        children.add(child);
    }

    NodeExtras extras() {
        NodeExtras e = extras;
        if (e == null) {
            e = new NodeExtras();
            extras = e;
        }
        return e;
    }

    /** Ended, or a daemon that is ready: nobody waits for it any more (PHASE-03). */
    boolean fulfilled() {
        return daemoned || phase.fulfilled();
    }

    /** Nothing more becomes of it. */
    boolean ended() {
        return phase.fulfilled();
    }

    boolean failedOrError() {
        return phase.failedOrError();
    }

    /** Succeeded, Failed or Error: it ran (PHASE-03). */
    boolean completed() {
        return phase.completed();
    }

    /** The attempt that speaks for a Retry node (OUT-14); the node itself otherwise. */
    Node lastAttempt() {
        if (type != NodeType.RETRY) {
            return this;
        }
        for (int i = children.size() - 1; i >= 0; i--) {
            if (children.get(i).retried) {
                return children.get(i);
            }
        }
        return this;
    }

    /** NODE-12: the name without the boundary's, and without a leading {@code [n].} or {@code .}; unless there is another (NODE-13). */
    String displayName() {
        if (shownAs != null) {
            return shownAs;
        }
        if (boundary == null) {
            return name;
        }
        String rest = name.startsWith(boundary.name) ? name.substring(boundary.name.length()) : name;
        if (rest.startsWith("[")) {
            int close = rest.indexOf(']');
            if (close > 0 && close + 1 < rest.length() && rest.charAt(close + 1) == '.') {
                return rest.substring(close + 2);
            }
        }
        return rest.startsWith(".") ? rest.substring(1) : rest;
    }

    /** Whether this node is the exit handler or hook of something, or inside one (EXIT-13). */
    boolean partOfExitHandler() {
        for (Node n = this; n != null; n = n.boundary) {
            if (n.name.endsWith(".onExit") || (n.retried && stripAttempt(n.name).endsWith(".onExit"))) {
                return true;
            }
        }
        return false;
    }

    private static String stripAttempt(String name) {
        int open = name.lastIndexOf('(');
        return open < 0 ? name : name.substring(0, open);
    }

    @Override
    public String toString() {
        return name + " " + phase;
    }
}
