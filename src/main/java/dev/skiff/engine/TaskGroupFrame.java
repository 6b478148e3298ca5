package dev.skiff.engine;

import dev.skiff.expr.LoopItem;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.util.List;

/** The elements of a looping DAG task, under the node of the task's plain name (NODE-15, DAG-19). */
final class TaskGroupFrame implements Frame {
    private final DagFrame dag;
    private final Node group;
    private final Call call;
    private final CallScope scope;
    private final int task;
    private int unfinished;

    TaskGroupFrame(DagFrame dag, Node group, Call call, CallScope scope, int task) {
        this.dag = dag;
        this.group = group;
        this.call = call;
        this.scope = scope;
        this.task = task;
    }

    DagFrame dag() {
        return dag;
    }

    @Override
    public NodeReferences references() {
        return dag;
    }

    void start(Machine machine, List<LoopItem> items) {
        unfinished = items.size();
        for (int i = 0; i < items.size(); i++) {
            LoopItem item = items.get(i);
            begin(machine, item.nodeName(group.name, i), scope.with(item), i);
        }
    }

    private void begin(Machine machine, String name, CallScope inner, int index) {
        try {
            if (call.when() != null) {
                String text = inner.needNodes(call.when());
                Conditions.Verdict verdict = Conditions.evaluate(text);
                if (verdict.error() != null) {
                    endAtOnce(machine, name, NodePhase.ERROR, verdict.error());
                    return;
                }
                if (!verdict.holds()) {
                    endAtOnce(machine, name, NodePhase.SKIPPED, "when '" + text + "' evaluated false");
                    return;
                }
            }
            launch(machine, dag.invocation(machine, this, call, name, DagFrame.place(task, index), inner));
        } catch (TextTree.Unresolvable e) {
            endAtOnce(machine, name, NodePhase.ERROR, e.text());
        }
    }

    private void endAtOnce(Machine machine, String name, NodePhase phase, String why) {
        Node ended = machine.create(name, NodeType.SKIPPED, dag.node(), this, call, phase, why);
        machine.link(group, ended);
        machine.announce(ended);
    }

    void launch(Machine machine, Invocation inv) {
        switch (machine.starter().start(inv)) {
            case Starter.Started.Created c -> machine.link(group, c.node());
            case Starter.Started.Postponed p -> {}
            case Starter.Started.Continued c -> {}
            case Starter.Started.Errored e -> {
                machine.link(group, e.node());
                machine.announce(e.node());
            }
        }
    }

    @Override
    public void childFulfilled(Machine machine, Node child) {
        if (group.fulfilled()) {
            return; // failFast has ended the DAG, and this loop with it
        }
        if (--unfinished > 0) {
            dag.assess(machine);
            return;
        }
        NodePhase phase = NodePhase.SUCCEEDED;
        for (Node element : group.children) {
            if (element.failedOrError()) {
                phase = element.phase;
            }
        }
        machine.move(group, phase, "");
    }
}
