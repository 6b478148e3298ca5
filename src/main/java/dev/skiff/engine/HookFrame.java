package dev.skiff.engine;

import org.jspecify.annotations.Nullable;

/**
 * The exit hook of one step or task. It is a child of the node it follows; whatever becomes of it, the step, the group and the DAG only
 * wait for it (EXIT-05 to EXIT-07).
 */
final class HookFrame implements Frame {
    private final Frame owner;
    private final Node hooked;

    private HookFrame(Frame owner, Node hooked) {
        this.owner = owner;
        this.hooked = hooked;
    }

    /** Starts the exit hook of a node that has completed; false when it has none, or none may run. */
    static boolean opens(Machine machine, Frame owner, Node child, CallScope scope, int depth) {
        Call call = child.call;
        Call.Hook hook = call == null ? null : call.exit();
        Call exit = hook == null ? null : hook.call();
        if (call == null || exit == null || !child.completed() || !machine.exitsMayRun()) {
            return false;
        }
        HookFrame frame = new HookFrame(owner, child);
        CallScope inner = scope.withOwn(call.name(), child);
        String name = child.name + ".onExit";
        Invocation inv;
        try {
            inv = new Invocation(
                    frame,
                    name,
                    exit,
                    exit.callee().resolve(inner),
                    machine.resolver().arguments(exit, inner),
                    child.boundary,
                    child.place,
                    inner,
                    depth + 1,
                    true);
        } catch (TextTree.Unresolvable e) {
            Invocation wrong = new Invocation(
                    frame, name, exit, exit.callee(), Supplied.NONE, child.boundary, child.place, inner, depth, true);
            Node node = machine.starter().errorNode(name, frame, wrong, e.text());
            machine.link(child, node);
            machine.announce(node);
            return true;
        }
        frame.launch(machine, inv);
        return true;
    }

    void launch(Machine machine, Invocation inv) {
        switch (machine.starter().start(inv)) {
            case Starter.Started.Created c -> machine.link(hooked, c.node());
            case Starter.Started.Postponed p -> {}
            case Starter.Started.Errored e -> {
                machine.link(hooked, e.node());
                machine.announce(e.node());
            }
        }
    }

    @Override
    public void childFulfilled(Machine machine, Node hook) {
        switch (owner) {
            case StepsFrame f -> f.settled(machine);
            case DagFrame f -> f.settled(machine, hooked);
            case TaskGroupFrame f -> throw new IllegalStateException("elements of a DAG loop have no hooks");
            case RetryFrame f -> throw new IllegalStateException("attempts have no hooks");
            case RootFrame f -> throw new IllegalStateException("the workflow's exit handler is no hook");
            case HookFrame f -> throw new IllegalStateException("hooks have no hooks");
        }
    }

    @Override
    public @Nullable NodeReferences references() {
        return owner.references();
    }
}
