package dev.skiff.engine;

import dev.skiff.model.Names;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.WorkflowPhase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: creates nodes, moves them, collects commands, and passes on what became fulfilled until nothing moves.
 * Completion travels over a queue, never by recursion: a chain of a hundred thousand skipped steps is one loop.
 */
final class Machine {
    final Run run;
    final Instant at;
    final List<Command> commands = new ArrayList<>();
    private @Nullable Starter starter;
    private final List<Node> touched = new ArrayList<>();
    private final Deque<Node> fulfilled = new ArrayDeque<>(4);
    /** Nodes with hooks whose phase has changed. */
    private final Deque<Node> changed = new ArrayDeque<>(0);

    Machine(Run run, Instant at) {
        this.run = run;
        this.at = at;
        run.decisions++;
    }

    /** Made when first needed: most events start nothing. */
    Starter starter() {
        Starter s = starter;
        if (s == null) {
            s = new Starter(this);
            starter = s;
        }
        return s;
    }

    /** What must be there by construction. */
    static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("no " + what);
        }
        return value;
    }

    Decision decision() {
        List<String> ids = new ArrayList<>(touched.size());
        touched.forEach(n -> ids.add(n.id));
        return new Decision(List.copyOf(commands), ids);
    }

    Globals globals() {
        return present(run.globals, "globals");
    }

    Resolver resolver() {
        return starter().resolver;
    }

    /** The scope with the workflow's variables only. */
    CallScope globalScope() {
        return new CallScope(globals(), present(run.program, "program"), at);
    }

    /**
     * A new node. Its id is Argo's (NODE-01) unless a node of another name has it already: 32 bits are few for a hundred thousand names,
     * and two steps must never be taken for one.
     */
    Node create(
            String name,
            NodeType type,
            @Nullable Node boundary,
            Frame parent,
            @Nullable Call call,
            NodePhase phase,
            String message) {
        String id = idOf(name);
        transition(null, phase, name);
        Node node = new Node(name, id, type, boundary, parent, call, phase, startOf(name));
        node.message = message;
        run.nodes.put(id, node);
        run.inOrder.add(node);
        touch(node);
        if (hasProgress(type)) {
            run.pods++;
        }
        if (boundary != null && !isGroup(type)) {
            boundary.unfinishedChildren++;
        }
        if (node.fulfilled()) {
            node.finishedAt = endOf(node);
        } else if (boundary != null && counts(type)) {
            boundary.activeChildren++;
        }
        return node;
    }

    private String idOf(String name) {
        String workflow = run.workflow().metadata().getName();
        Recorded recorded = run.recorded;
        NodeStatus known = recorded == null ? null : recorded.of(name);
        if (known != null && !run.nodes.containsKey(known.id())) {
            return known.id();
        }
        String id = Names.nodeId(workflow, name);
        for (int n = 2; run.nodes.containsKey(id) || (recorded != null && recorded.hasId(id)); n++) {
            id = Names.nodeId(workflow, name + "#" + n);
        }
        return id;
    }

    /** A node whose result is kept from an earlier try began when it began then. */
    private Instant startOf(String name) {
        Recorded recorded = run.recorded;
        NodeStatus known = recorded != null ? recorded.of(name) : run.kept.isEmpty() ? null : run.kept.get(name);
        Instant then = known == null ? null : known.startedAt();
        return then != null ? then : recorded != null ? recorded.now : at;
    }

    private Instant endOf(Node node) {
        Recorded recorded = run.recorded;
        if (recorded == null) {
            return at;
        }
        NodeStatus known = recorded.at(node.name, node.phase);
        Instant then = known == null || known.finishedAt() == null ? at : known.finishedAt();
        return then.isBefore(node.startedAt) ? node.startedAt : then;
    }

    /**
     * From when on the times count that a node is given. For one that is restored this is its recorded start; it is not recorded when a
     * node got its locks, so that one is given its time anew.
     */
    Instant beginOf(Node node) {
        Recorded recorded = run.recorded;
        if (recorded == null) {
            return at;
        }
        return node.extras != null && !node.extras.locks.isEmpty() ? recorded.now : node.startedAt;
    }

    /** NODE-09. */
    static String exitName(String name) {
        return name + ".onExit";
    }

    /** MET-03. */
    static boolean hasProgress(NodeType type) {
        return switch (type) {
            case POD, CONTAINER, HTTP, PLUGIN, SUSPEND -> true;
            case STEPS, DAG, STEP_GROUP, TASK_GROUP, RETRY, SKIPPED -> false;
        };
    }

    void endedInside(Node boundary, Node node) {
        if (counts(node.type)) {
            boundary.activeChildren--;
            if (node.failedOrError()) {
                boundary.unsuccessfulChildren++;
            }
            if (!run.postponedInside.isEmpty()) {
                starter().roomIn(boundary);
            }
        }
    }

    private static boolean isGroup(NodeType type) {
        return type == NodeType.STEP_GROUP || type == NodeType.TASK_GROUP;
    }

    /** PAR-02: pods, steps and DAGs count. */
    private static boolean counts(NodeType type) {
        return type == NodeType.POD || type == NodeType.STEPS || type == NodeType.DAG;
    }

    private void transition(@Nullable NodePhase from, NodePhase to, String name) {
        NodeLifecycle.Move move = NodeLifecycle.moveTo(to);
        NodeLifecycle.next(from, move, name);
        run.onTransition.accept(new NodeLifecycle.Transition(from, move, to));
    }

    /** Notes a change; each node once a decision. */
    void touch(Node node) {
        if (node.touchedIn != run.decisions) {
            node.touchedIn = run.decisions;
            touched.add(node);
        }
    }

    /** Changes the message of a node that stays where it is. */
    void say(Node node, String message) {
        if (!node.message.equals(message)) {
            node.message = message;
            touch(node);
        }
    }

    /** Moves a node; its parent is told when it is fulfilled. */
    void move(Node node, NodePhase to, String message) {
        settle(node, to, message);
        if (node.ended()) {
            fulfilled.add(node);
        }
    }

    /** Moves a node without telling its parent: the caller is the parent, or tells it. */
    void settle(Node node, NodePhase to, String message) {
        transition(node.phase, to, node.name);
        node.phase = to;
        node.message = message;
        touch(node);
        NodeExtras extras = node.extras;
        if (!node.ended()) {
            if (extras != null && extras.hooks != null) {
                changed.add(node);
            }
            return;
        }
        node.finishedAt = endOf(node);
        NodeStatus known = run.recorded == null ? null : run.recorded.at(node.name, to);
        if (known != null) {
            node.message = known.message() == null ? "" : known.message();
        }
        node.frame = null;
        boolean wasDaemon = node.daemoned;
        node.daemoned = false;
        if (node.boundary != null && !wasDaemon) {
            endedInside(node.boundary, node);
        }
        if (to == NodePhase.SUCCEEDED && hasProgress(node.type)) {
            run.succeededPods++;
        }
        if (extras != null) {
            Gate.ended(this, node, extras);
            Daemons.end(this, extras.daemons);
        }
    }

    /** Why nothing new may be started any more (STOP-03, TIME-01); null when it may. */
    @Nullable
    String refusal(Node node) {
        if (run.shutdown == null && !run.deadlinePassed) {
            return null;
        }
        boolean exempt = node.partOfExitHandler();
        if (run.shutdown != null && !(exempt && exitsMayRun())) {
            return "workflow shutdown with strategy: " + run.shutdown.text;
        }
        return run.deadlinePassed && !exempt ? Outcomes.DEADLINE : null;
    }

    /** Tells the parent of a node that was fulfilled when it was created. */
    void announce(Node node) {
        fulfilled.add(node);
    }

    /** A daemon that has ended after its parent went on: there is nothing to tell. */
    void unannounce(Node node) {
        fulfilled.remove(node);
    }

    void link(Node parent, Node child) {
        parent.addChild(child);
        touch(parent);
    }

    void setAlarm(String name, Instant when) {
        run.alarms.put(name, when);
        commands.add(new Command.SetAlarm(name, when));
    }

    /** Passes on completions and starts what was postponed, until nothing moves. */
    void drain() {
        if (run.suspended) {
            run.heldBack.addAll(fulfilled);
            fulfilled.clear();
            run.heldHooks.addAll(changed);
            changed.clear();
            return;
        }
        while (true) {
            lookAtHooks();
            Node node = fulfilled.poll();
            if (node != null) {
                if (run.recorded != null && run.recorded.heldBack(node)) {
                    run.heldBack.add(node);
                    continue;
                }
                if (node.boundary != null && !isGroup(node.type)) {
                    node.boundary.unfinishedChildren--;
                }
                node.parent.childFulfilled(this, node);
                continue;
            }
            Invocation next = run.postponed.isEmpty() ? null : starter().nextPostponed();
            if (next == null) {
                return;
            }
            launchWaiting(next);
        }
    }

    /** A call that took no room after all, because it was wrong, makes way for the next one that waits (PAR-02). */
    private void launchWaiting(Invocation next) {
        Node boundary = next.boundary();
        int before = boundary == null ? 0 : boundary.activeChildren;
        launchAgain(next);
        if (boundary != null && boundary.activeChildren <= before && !starter().waits(next, boundary)) {
            starter().roomIn(boundary);
        }
    }

    /** A run that was suspended goes on with what has ended meanwhile (SUSP-01). */
    void takeUp() {
        fulfilled.addAll(run.heldBack);
        run.heldBack.clear();
        changed.addAll(run.heldHooks);
        run.heldHooks.clear();
        if (run.waitsToBegin && run.phase != WorkflowPhase.PENDING) { // else its locks come first
            run.waitsToBegin = false;
            new Opening(this).start();
        }
        for (RetryFrame retry : List.copyOf(run.heldRetries)) {
            retry.afterWaiting(this);
        }
        run.heldRetries.clear();
    }

    /** Has a node's hooks looked at once more. */
    void changed(Node node) {
        changed.add(node);
    }

    private void lookAtHooks() {
        for (Node node = changed.poll(); node != null; node = changed.poll()) {
            HookFrame hooks = node.extras().hooks;
            if (hooks != null) {
                hooks.look(this);
            }
        }
        WorkflowHooks hooks = run.hooks;
        if (hooks != null && !run.finished()) {
            hooks.look(this);
        }
    }

    private void launchAgain(Invocation next) {
        switch (next.frame()) {
            case StepsFrame f -> f.launch(this, next);
            case DagFrame f -> f.launch(this, next);
            case TaskGroupFrame f -> f.launch(this, next);
            case RootFrame f -> f.launch(this, next);
            case HookFrame f -> f.launch(this, next);
            case WorkflowHooks f -> f.launch(this, next);
            case RetryFrame f -> f.launch(this);
        }
    }

    /** Whether hooks and exit handlers may still start (EXIT-01). */
    boolean exitsMayRun() {
        return run.shutdown != Shutdown.TERMINATE;
    }
}
