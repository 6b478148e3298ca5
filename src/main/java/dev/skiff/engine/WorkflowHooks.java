package dev.skiff.engine;

import dev.skiff.expr.Expr;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The hooks of the workflow itself, other than its exit handler: children of the root node (EXIT-08, EXIT-12). */
final class WorkflowHooks implements Frame {
    private final RootFrame root;
    /** Those that have not started. */
    private final List<Waiting> waiting = new ArrayList<>();

    private int open;

    private record Waiting(Call.Hook hook, Expr condition) {}

    WorkflowHooks(RootFrame root, List<Call.Hook> hooks) {
        this.root = root;
        for (Call.Hook hook : hooks) {
            try {
                String expression = hook.expression() == null ? "" : hook.expression();
                waiting.add(new Waiting(hook, Expressions.parse(expression)));
            } catch (ExprException e) {
                continue; // it never holds: lint has said what is wrong with it
            }
        }
    }

    /** Whether any is at work. */
    boolean atWork() {
        return open > 0;
    }

    /** Starts those whose condition has become true; costs as many conditions as there are hooks that have not started. */
    void look(Machine machine) {
        Node above = root.main();
        if (waiting.isEmpty() || above == null || !machine.exitsMayRun()) {
            return;
        }
        CallScope scope = machine.globalScope();
        for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
            Waiting next = i.next();
            if (isDue(machine, next.hook(), above) && holds(next.condition(), scope)) {
                i.remove();
                start(machine, next.hook(), above, scope);
            }
        }
    }

    /** While a run is restored, what is over long ago triggers nothing that it did not trigger then. */
    private boolean isDue(Machine machine, Call.Hook hook, Node above) {
        return machine.run.recorded == null
                || root.isOver()
                || machine.run.recorded.begun(HookFrame.nameOf(above, hook));
    }

    /** A condition that cannot be evaluated does not hold. */
    private static boolean holds(Expr condition, CallScope scope) {
        try {
            return Boolean.TRUE.equals(Expressions.evaluate(condition, scope, scope.context()));
        } catch (ExprException e) {
            return false;
        }
    }

    private void start(Machine machine, Call.Hook hook, Node above, CallScope scope) {
        open++;
        String name = above.name + ".hooks." + hook.name();
        try {
            launch(
                    machine,
                    new Invocation(
                            this,
                            name,
                            hook.call(),
                            hook.call().callee().resolve(scope),
                            machine.resolver().arguments(hook.call(), scope),
                            null,
                            0,
                            scope,
                            0,
                            true));
        } catch (TextTree.Unresolvable e) {
            Invocation wrong = new Invocation(
                    this, name, hook.call(), hook.call().callee(), Supplied.NONE, null, 0, scope, 0, true);
            Node node = machine.starter().errorNode(name, this, wrong, e.text());
            machine.link(above, node);
            machine.announce(node);
        }
    }

    void launch(Machine machine, Invocation inv) {
        Node above = Machine.present(root.main(), "root node");
        switch (machine.starter().start(inv)) {
            case Starter.Started.Created c -> machine.link(above, c.node());
            case Starter.Started.Postponed p -> {}
            case Starter.Started.Continued c -> {}
            case Starter.Started.Errored e -> {
                machine.link(above, e.node());
                machine.announce(e.node());
            }
        }
    }

    @Override
    public void childFulfilled(Machine machine, Node hook) {
        open--;
        if (open == 0) {
            root.hooksAreDone(machine);
        }
    }
}
