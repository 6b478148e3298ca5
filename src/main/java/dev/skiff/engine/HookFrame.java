package dev.skiff.engine;

import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one step or task. They are children of the node that they follow; whatever becomes of them, the step, the group and the
 * DAG only wait for them (EXIT-05 to EXIT-11).
 */
final class HookFrame implements Frame {
    private final Frame owner;
    private final Node hooked;
    private final Call call;
    private final CallScope scope;
    private final int depth;
    private final Set<String> triggered = new HashSet<>();
    private int open;
    private boolean over;
    private boolean told;

    private HookFrame(Frame owner, Node hooked, Call call, CallScope scope, int depth) {
        this.owner = owner;
        this.hooked = hooked;
        this.call = call;
        this.scope = scope.withOwn(call.name(), hooked);
        this.depth = depth;
    }

    /** A node has begun: those of its hooks that its phase triggers start (EXIT-08). */
    static void begins(Machine machine, Frame owner, Node node, CallScope scope, int depth) {
        Call call = node.call;
        if (call != null && !call.hooks().isEmpty() && (node.extras == null || node.extras.hooks == null)) {
            HookFrame frame = new HookFrame(owner, node, call, scope, depth);
            node.extras().hooks = frame;
            frame.look(machine);
        }
    }

    /** A node has come to its end: false when no hook of it is at work, and none starts now. */
    static boolean opens(Machine machine, Frame owner, Node child, CallScope scope, int depth) {
        Call call = child.call;
        if (call == null || (call.exit() == null && call.hooks().isEmpty())) {
            return false;
        }
        begins(machine, owner, child, scope, depth);
        HookFrame frame = child.extras == null ? null : child.extras.hooks;
        if (frame == null) {
            frame = new HookFrame(owner, child, call, scope, depth);
            child.extras().hooks = frame;
        }
        return frame.ends(machine);
    }

    private boolean ends(Machine machine) {
        over = true;
        look(machine);
        Call.Hook exit = call.exit();
        if (exit != null && hooked.completed() && machine.exitsMayRun() && triggered.add(".onExit")) {
            String problem = null;
            boolean wanted = true;
            try {
                wanted = exit.expression() == null || exit.expression().isEmpty() || holds(exit.expression());
            } catch (ExprException e) {
                problem = String.valueOf(e.getMessage());
            }
            if (wanted) {
                start(machine, exit, hooked.name + ".onExit", problem);
            }
        }
        told = open == 0;
        return open > 0;
    }

    /** The node's phase has changed. A condition that cannot be evaluated yet is as good as false; at the end it is an error. */
    void look(Machine machine) {
        if (!machine.exitsMayRun()) {
            return;
        }
        for (Call.Hook hook : call.hooks()) {
            if (triggered.contains(hook.name()) || (!over && !isRecorded(machine, hook))) {
                continue;
            }
            String problem = null;
            try {
                if (!holds(hook.expression() == null ? "" : hook.expression())) {
                    continue;
                }
            } catch (ExprException e) {
                if (!over) {
                    continue;
                }
                problem = "hook '" + hook.name() + "': " + e.getMessage();
            }
            triggered.add(hook.name());
            start(machine, hook, nameOf(hooked, hook), problem);
        }
    }

    /** While a run is restored, a phase that a node has left long ago triggers nothing that it did not trigger then. */
    private boolean isRecorded(Machine machine, Call.Hook hook) {
        return machine.run.recorded == null || machine.run.recorded.begun(nameOf(hooked, hook));
    }

    static String nameOf(Node hooked, Call.Hook hook) {
        return hooked.name + ".hooks." + hook.name();
    }

    /** The step or task that has the hooks. */
    Node hooked() {
        return hooked;
    }

    private boolean holds(String expression) throws ExprException {
        Object value = Expressions.evaluate(Expressions.parse(expression), scope, scope.context());
        if (value instanceof Boolean b) {
            return b;
        }
        throw new ExprException(
                "the expression '" + expression + "' is neither true nor false", 0, expression.length());
    }

    private void start(Machine machine, Call.Hook hook, String name, @Nullable String problem) {
        open++;
        try {
            if (problem != null) {
                throw new TextTree.Unresolvable(problem);
            }
            launch(machine, invocation(machine, hook, name));
        } catch (TextTree.Unresolvable e) {
            Invocation wrong = new Invocation(
                    this,
                    name,
                    hook.call(),
                    hook.call().callee(),
                    Supplied.NONE,
                    hooked.boundary,
                    hooked.place,
                    scope,
                    depth,
                    true);
            Node node = machine.starter().errorNode(name, this, wrong, e.text());
            machine.link(hooked, node);
            machine.announce(node);
        }
    }

    private Invocation invocation(Machine machine, Call.Hook hook, String name) throws TextTree.Unresolvable {
        return new Invocation(
                this,
                name,
                hook.call(),
                hook.call().callee().resolve(scope),
                machine.resolver().arguments(hook.call(), scope),
                hooked.boundary,
                hooked.place,
                scope,
                depth + 1,
                true);
    }

    void launch(Machine machine, Invocation inv) {
        switch (machine.starter().start(inv)) {
            case Starter.Started.Created c -> machine.link(hooked, c.node());
            case Starter.Started.Postponed p -> {}
            case Starter.Started.Continued c -> {}
            case Starter.Started.Errored e -> {
                machine.link(hooked, e.node());
                machine.announce(e.node());
            }
        }
    }

    @Override
    public void childFulfilled(Machine machine, Node hook) {
        open--;
        if (!over && owner instanceof DagFrame dag) {
            dag.assess(machine); // elements of a loop that failFast holds back will never begin
        }
        if (!over || open > 0 || told) {
            return;
        }
        told = true;
        switch (owner) {
            case StepsFrame f -> f.settled(machine);
            case DagFrame f -> f.settled(machine, hooked);
            case TaskGroupFrame f -> throw new IllegalStateException("elements of a DAG loop have no hooks");
            case RetryFrame f -> throw new IllegalStateException("attempts have no hooks");
            case RootFrame f -> throw new IllegalStateException("the workflow's hooks are its root's");
            case WorkflowHooks f -> throw new IllegalStateException("hooks have no hooks");
            case HookFrame f -> throw new IllegalStateException("hooks have no hooks");
        }
    }

    @Override
    public @Nullable NodeReferences references() {
        return owner.references();
    }
}
