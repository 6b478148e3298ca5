package dev.skiff.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.expr.Json;
import dev.skiff.model.Names;
import dev.skiff.model.NodePhase;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workflow itself: its entrypoint, then its exit handler, then its end (EXIT-01 to EXIT-04, PHASE-16, PHASE-17, PHASE-19). */
final class RootFrame implements Frame {
    private @Nullable Node main;
    private @Nullable Node exit;
    /** The entrypoint has ended, and this frame has been told. */
    private boolean over;

    private boolean exiting;
    private boolean exited;

    void start(Machine machine) {
        WorkflowSpec spec = machine.run.spec();
        List<Call.Hook> hooks = Call.hooks(spec.hooks());
        machine.run.hooks = hooks.isEmpty() ? null : new WorkflowHooks(this, hooks);
        call(machine, Call.of(Callee.of("", spec.entrypoint(), null, null), spec.arguments()), name(machine), false);
    }

    private static String name(Machine machine) {
        return machine.run.workflow().metadata().getName();
    }

    private void call(Machine machine, Call call, String name, boolean hooked) {
        CallScope scope = machine.globalScope();
        try {
            Supplied arguments = machine.resolver().arguments(call, scope);
            launch(
                    machine,
                    new Invocation(
                            this,
                            name,
                            call,
                            call.callee().resolve(scope),
                            arguments,
                            null,
                            hooked ? 1 : 0,
                            scope,
                            0,
                            hooked));
        } catch (TextTree.Unresolvable e) {
            Outcomes.finish(machine, WorkflowPhase.ERROR, e.text());
        }
    }

    void launch(Machine machine, Invocation inv) {
        switch (machine.starter().start(inv)) {
            case Starter.Started.Created c -> keep(c.node());
            case Starter.Started.Postponed p -> {}
            case Starter.Started.Continued c -> {}
            case Starter.Started.Errored e -> {
                // PHASE-19: nothing more is begun, no exit handler either
                keep(e.node());
                String what =
                        inv.hooked() ? "error in exit template execution : " : "error in entry template execution: ";
                Outcomes.finish(machine, WorkflowPhase.ERROR, what + e.message());
            }
        }
    }

    private void keep(Node node) {
        if (node.hooked) {
            exit = node;
        } else {
            main = node;
        }
    }

    /** Whether the entrypoint has ended. */
    boolean isOver() {
        return over;
    }

    @Nullable
    Node main() {
        return main;
    }

    @Override
    public void childFulfilled(Machine machine, Node child) {
        keep(child);
        Node root = Machine.present(main, "root node");
        WorkflowHooks hooks = machine.run.hooks;
        if (child != root) {
            exited = true;
            if (hooks == null || !hooks.atWork()) {
                end(machine, root);
            }
            return;
        }
        over = true;
        WorkflowSpec spec = machine.run.spec();
        if (machine.exitsMayRun() && (hooks != null || handler(spec) != null)) {
            machine.globals().ending(outcome(root).text(), failures(machine));
            if (hooks != null) {
                hooks.look(machine);
            }
        }
        if (hooks == null || !hooks.atWork()) {
            exit(machine, root);
        }
    }

    /** The last of the workflow's hooks has ended; the workflow waits for them as for its root. */
    void hooksAreDone(Machine machine) {
        Node root = main;
        if (root == null || !over) {
            return;
        }
        if (!exiting) {
            exit(machine, root);
        } else if (exited) {
            end(machine, root);
        }
    }

    private static Call.@Nullable Hook handler(WorkflowSpec spec) {
        return Call.exit(spec.onExit(), spec.hooks(), spec.arguments());
    }

    private void exit(Machine machine, Node root) {
        exiting = true;
        WorkflowSpec spec = machine.run.spec();
        Call.Hook handler = machine.exitsMayRun() ? handler(spec) : null;
        if (handler == null) {
            end(machine, root);
        } else {
            call(machine, handler.call(), name(machine) + ".onExit", true);
        }
    }

    /** PHASE-02. */
    private static WorkflowPhase outcome(Node root) {
        return switch (root.phase) {
            case FAILED -> WorkflowPhase.FAILED;
            case ERROR -> WorkflowPhase.ERROR;
            case SUCCEEDED, SKIPPED, OMITTED -> WorkflowPhase.SUCCEEDED;
            case PENDING, RUNNING -> {
                if (!root.daemoned) {
                    throw new IllegalStateException("the root node has not ended");
                }
                yield WorkflowPhase.SUCCEEDED; // DAEMON-05
            }
        };
    }

    private void end(Machine machine, Node root) {
        WorkflowPhase phase = outcome(root);
        if (phase == WorkflowPhase.SUCCEEDED && exit != null && exit.failedOrError()) {
            phase = exit.phase == NodePhase.FAILED ? WorkflowPhase.FAILED : WorkflowPhase.ERROR;
            Outcomes.finish(machine, phase, exit.message);
            return;
        }
        String message = phase == WorkflowPhase.SUCCEEDED ? "" : root.message;
        if (root.failedOrError() && machine.run.shutdown != null) {
            message = "Stopped with strategy '" + machine.run.shutdown.text + "'";
        }
        Outcomes.finish(machine, phase, message);
    }

    /** SUBST-17. */
    private static String failures(Machine machine) {
        ArrayNode failures = JsonNodeFactory.instance.arrayNode();
        for (Node n : machine.run.inOrder) {
            if (n.failedOrError()) {
                String template = n.call == null ? "" : n.call.callee().podNamePart();
                failures.addObject()
                        .put("displayName", n.displayName())
                        .put("message", n.message)
                        .put("templateName", template)
                        .put("phase", n.phase.text())
                        .put("podName", Names.podName(name(machine), template, n.name, machine.run.podNames()))
                        .put("finishedAt", n.finishedAt == null ? "" : NodeVariables.rfc3339(n.finishedAt));
            }
        }
        return Json.compact(failures.isEmpty() ? "null" : failures.toString());
    }
}
