package dev.skiff.engine;

import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The hooks of the workflow itself, other than its exit handler: children of the root node (EXIT-08, EXIT-12). */
final class WorkflowHooks implements Frame {
    private final RootFrame root;
    private final List<Call.Hook> hooks;
    private final Set<String> triggered = new HashSet<>();
    private int open;

    WorkflowHooks(RootFrame root, List<Call.Hook> hooks) {
        this.root = root;
        this.hooks = hooks;
    }

    /** Whether any is at work. */
    boolean atWork() {
        return open > 0;
    }

    /** Starts those whose condition has become true; costs as many conditions as the workflow has hooks. */
    void look(Machine machine) {
        Node above = root.main();
        if (triggered.size() == hooks.size() || above == null || !machine.exitsMayRun()) {
            return;
        }
        CallScope scope = machine.globalScope();
        for (Call.Hook hook : hooks) {
            if (!triggered.contains(hook.name()) && holds(hook, scope)) {
                triggered.add(hook.name());
                start(machine, hook, above, scope);
            }
        }
    }

    /** A condition that cannot be evaluated does not hold: lint has said what is wrong with it. */
    private static boolean holds(Call.Hook hook, CallScope scope) {
        try {
            String expression = hook.expression() == null ? "" : hook.expression();
            return Boolean.TRUE.equals(Expressions.evaluate(Expressions.parse(expression), scope, scope.context()));
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
