package dev.skiff.engine;

import dev.skiff.expr.DependsExpression;
import dev.skiff.expr.LoopItem;
import dev.skiff.expr.Scope;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A DAG template at work: each task starts when the last of its dependencies has ended (DAG-01 to DAG-24). */
final class DagFrame implements Frame, NodeReferences {
    private final Node node;
    private final CompiledTemplate template;
    private final TaskGraph graph;
    private final CallScope scope;
    private final int depth;
    private final @Nullable Node[] tasks;
    /** Dependencies that are not done yet, hooks included (DAG-06). */
    private final int[] waitingFor;
    /** What a task's branch has come to; a skipped or omitted task inherits (DAG-12). */
    private final @Nullable NodePhase[] branch;
    /** Tasks that are begun and not done. */
    private int busy;

    DagFrame(Node node, CompiledTemplate template, TaskGraph graph, CallScope scope, int depth) {
        this.node = node;
        this.template = template;
        this.graph = graph;
        this.scope = scope.with((NodeReferences) this);
        this.depth = depth;
        this.tasks = new Node[graph.size()];
        this.branch = new NodePhase[graph.size()];
        this.waitingFor = new int[graph.size()];
    }

    CompiledTemplate template() {
        return template;
    }

    Node node() {
        return node;
    }

    TaskGraph graph() {
        return graph;
    }

    /** Null before the task has begun. */
    @Nullable
    Node task(int place) {
        return tasks[place];
    }

    @Override
    public NodeReferences references() {
        return this;
    }

    void start(Machine machine) {
        for (int i = 0; i < waitingFor.length; i++) {
            waitingFor[i] = graph.dependencies.get(i).length;
        }
        busy++; // no assessment while tasks are still being begun
        for (int i = 0; i < waitingFor.length; i++) {
            if (waitingFor[i] == 0) {
                begin(machine, i);
            }
        }
        busy--;
        assess(machine);
    }

    // --- beginning a task ---

    private void begin(Machine machine, int place) {
        busy++;
        Call call = graph.calls.get(place);
        String name = node.name + "." + call.name();
        String obstacle = dependsProblem(place);
        if (obstacle != null) {
            boolean omitted = obstacle.isEmpty();
            endAtOnce(
                    machine,
                    place,
                    name,
                    omitted ? NodePhase.OMITTED : NodePhase.ERROR,
                    omitted ? "omitted: depends condition not met" : obstacle);
            return;
        }
        try {
            if (call.loops()) {
                beginLoop(machine, place, call, name);
            } else {
                beginOnce(machine, place, call, name);
            }
        } catch (TextTree.Unresolvable e) {
            endAtOnce(machine, place, name, NodePhase.ERROR, e.text());
        }
    }

    private void beginOnce(Machine machine, int place, Call call, String name) throws TextTree.Unresolvable {
        CallScope inner = scope;
        if (call.when() != null) {
            String text = inner.needNodes(call.when());
            Conditions.Verdict verdict = Conditions.evaluate(text);
            if (verdict.error() != null) {
                endAtOnce(machine, place, name, NodePhase.ERROR, verdict.error());
                return;
            }
            if (!verdict.holds()) {
                endAtOnce(machine, place, name, NodePhase.SKIPPED, "when '" + text + "' evaluated false");
                return;
            }
        }
        launch(machine, invocation(machine, this, call, name, place(place, 0), inner));
    }

    Invocation invocation(Machine machine, Frame frame, Call call, String name, long place, CallScope inner)
            throws TextTree.Unresolvable {
        return new Invocation(
                frame,
                name,
                call,
                call.callee().resolve(inner),
                machine.resolver().arguments(call, inner),
                node,
                place,
                inner,
                depth + 1,
                false);
    }

    static long place(int task, int element) {
        return ((long) task << 32) + element;
    }

    private void beginLoop(Machine machine, int place, Call call, String name) throws TextTree.Unresolvable {
        List<LoopItem> items;
        try {
            items = Loops.items(call.loop(), scope);
        } catch (TextTree.Unresolvable e) {
            if (!Conditions.surelyFalse(call, scope)) {
                throw e;
            }
            items = List.of();
        }
        if (items.isEmpty()) {
            endAtOnce(machine, place, name, NodePhase.SKIPPED, "Skipped, empty params");
            return;
        }
        Node group = machine.create(name, NodeType.TASK_GROUP, node, this, call, NodePhase.RUNNING, "");
        tasks[place] = group;
        connect(machine, place, group);
        HookFrame.begins(machine, this, group, scope, depth);
        TaskGroupFrame frame = new TaskGroupFrame(this, group, call, scope, place);
        group.frame = frame;
        frame.start(machine, items);
    }

    /** Null when the task may run, empty when its dependencies say no, else why that cannot be told. */
    private @Nullable String dependsProblem(int place) {
        DependsExpression depends = graph.depends.get(place);
        if (depends == null) {
            for (int need : graph.dependencies.get(place)) {
                if (!satisfies(need)) {
                    return "";
                }
            }
            return null;
        }
        try {
            return depends.evaluate(this::has) ? null : "";
        } catch (TaskGraph.InvalidGraph e) {
            return e.text();
        }
    }

    /** DAG-01, DAG-02. */
    private boolean satisfies(int need) {
        NodePhase phase = Machine.present(tasks[need], "dependency").phase;
        return phase == NodePhase.SUCCEEDED
                || phase == NodePhase.SKIPPED
                || Machine.present(tasks[need], "dependency").daemoned
                || graph.calls.get(need).continuesOn(phase);
    }

    /** DAG-03, DAG-04. */
    private boolean has(String task, DependsExpression.TaskResult result) {
        Node n = Machine.present(tasks[graph.place(task)], task);
        return switch (result) {
            case SUCCEEDED -> n.phase == NodePhase.SUCCEEDED;
            case FAILED -> n.phase == NodePhase.FAILED;
            case ERRORED -> n.phase == NodePhase.ERROR;
            case SKIPPED -> n.phase == NodePhase.SKIPPED;
            case OMITTED -> n.phase == NodePhase.OMITTED;
            case DAEMONED -> n.daemoned;
            case ANY_SUCCEEDED -> elements(n).stream().anyMatch(e -> e.phase == NodePhase.SUCCEEDED);
            case ALL_FAILED ->
                !elements(n).isEmpty() && elements(n).stream().allMatch(e -> e.phase == NodePhase.FAILED);
        };
    }

    private void endAtOnce(Machine machine, int place, String name, NodePhase phase, String why) {
        Node ended = machine.create(name, NodeType.SKIPPED, node, this, graph.calls.get(place), phase, why);
        tasks[place] = ended;
        ended.place = place(place, 0);
        connect(machine, place, ended);
        machine.announce(ended);
    }

    void launch(Machine machine, Invocation inv) {
        int place = (int) (inv.place() >> 32);
        switch (machine.starter().start(inv)) {
            case Starter.Started.Created c -> {
                tasks[place] = c.node();
                connect(machine, place, c.node());
                HookFrame.begins(machine, this, c.node(), scope, depth);
            }
            case Starter.Started.Postponed p -> {}
            case Starter.Started.Continued c -> {}
            case Starter.Started.Errored e -> {
                tasks[place] = e.node();
                connect(machine, place, e.node());
                machine.announce(e.node());
            }
        }
    }

    /** NODE-14: a root task hangs under the DAG, another under everything that its dependencies ended in. */
    private void connect(Machine machine, int place, Node child) {
        child.place = place(place, 0);
        int[] needs = graph.dependencies.get(place);
        if (needs.length == 0) {
            machine.link(node, child);
        }
        for (int need : needs) {
            for (Node end : Outbound.of(Machine.present(tasks[need], "dependency"))) {
                machine.link(end, child);
            }
        }
    }

    // --- ends ---

    @Override
    public void childFulfilled(Machine machine, Node child) {
        if (!node.fulfilled() && !HookFrame.opens(machine, this, child, scope, depth)) {
            settled(machine, child);
        }
    }

    /** A task and its exit hook are done: those that waited for it only may begin. */
    void settled(Machine machine, Node child) {
        int place = (int) (child.place >> 32);
        branch[place] = child.completed() ? child.phase : inherited(place);
        for (int dependent : graph.dependents.get(place)) {
            if (--waitingFor[dependent] == 0) {
                begin(machine, dependent);
            }
        }
        busy--;
        assess(machine);
    }

    private NodePhase inherited(int place) {
        NodePhase worst = NodePhase.RUNNING;
        for (int need : graph.dependencies.get(place)) {
            NodePhase phase = branch[need];
            if (phase != null && (phase.failedOrError() || !worst.failedOrError())) {
                worst = phase;
            }
        }
        return worst;
    }

    /**
     * DAG-12, DAG-13, DAG-16: only when nothing is left to do; the targets decide. Tasks that parallelism holds back are waited for: what
     * Argo does then depends on the moment at which it looks (DAG-14).
     */
    void assess(Machine machine) {
        if (node.fulfilled()) {
            return;
        }
        if (template.failFast() && node.unsuccessfulChildren > 0 && node.unfinishedChildren == 0 && busy > 0) {
            endGroups(machine);
            end(machine, NodePhase.FAILED, StepsFrame.FAIL_FAST);
        } else if (busy == 0) {
            judge(machine);
        }
    }

    private void judge(Machine machine) {
        for (int target : graph.targets) {
            NodePhase phase = Machine.present(branch[target], "phase of a target");
            if (phase.failedOrError() && !graph.calls.get(target).continuesOn(phase)) {
                end(machine, phase, "");
                return;
            }
        }
        succeed(machine);
    }

    /** Loops whose other elements will never start. */
    private void endGroups(Machine machine) {
        for (Node task : tasks) {
            if (task != null && task.type == NodeType.TASK_GROUP && !task.fulfilled()) {
                machine.settle(task, NodePhase.FAILED, StepsFrame.FAIL_FAST);
            }
        }
    }

    private void end(Machine machine, NodePhase phase, String why) {
        node.outbound = outbound();
        machine.move(node, phase, why);
    }

    private void succeed(Machine machine) {
        node.outbound = outbound();
        Outcomes.succeed(machine, node, template, scope);
    }

    private List<Node> outbound() {
        List<Node> ends = new ArrayList<>();
        for (int target : graph.targets) {
            Node task = tasks[target];
            if (task != null) {
                Outbound.collect(task, ends);
            }
        }
        return ends;
    }

    // --- references ---

    @Override
    public String root() {
        return "tasks";
    }

    @Override
    public @Nullable Object lookup(String name, String rest) {
        int place = graph.place(name);
        Node task = place < 0 ? null : tasks[place];
        if (task == null || !task.fulfilled()) {
            return Scope.MISSING;
        }
        return task.type == NodeType.TASK_GROUP
                ? NodeVariables.ofLoop(task, elements(task), rest)
                : NodeVariables.of(task, rest, Outcomes.calledTemplate(graph.calls.get(place), scope));
    }

    private static List<Node> elements(Node group) {
        return group.type != NodeType.TASK_GROUP
                ? List.of()
                : group.children.stream().filter(c -> !c.hooked).toList();
    }

    @Override
    public boolean isEmpty() {
        return graph.size() == 0;
    }

    @Override
    public void collect(String name, Map<String, @Nullable Object> into) {
        int place = graph.place(name);
        Node task = place < 0 ? null : tasks[place];
        if (task == null || !task.fulfilled()) {
            return;
        }
        if (task.type == NodeType.TASK_GROUP) {
            NodeVariables.collectLoop(name, task, elements(task), into);
        } else {
            NodeVariables.collect(name, task, Outcomes.calledTemplate(graph.calls.get(place), scope), into);
        }
    }

    @Override
    public void collect(Map<String, @Nullable Object> into) {
        graph.calls.forEach(call -> collect(call.name(), into));
    }
}
