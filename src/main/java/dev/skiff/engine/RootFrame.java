package dev.skiff.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.expr.Json;
import dev.skiff.model.Arguments;
import dev.skiff.model.Names;
import dev.skiff.model.NodePhase;
import dev.skiff.model.PodNameVersion;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowSpec;
import org.jspecify.annotations.Nullable;

/** The workflow itself: its entrypoint, then its exit handler, then its end (EXIT-01 to EXIT-04, PHASE-16, PHASE-17). */
final class RootFrame implements Frame {
    private @Nullable Node main;
    private @Nullable Node exit;

    void start(Machine machine) {
        WorkflowSpec spec = machine.run.spec();
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
            case Starter.Started.Errored e -> {
                keep(e.node());
                machine.announce(e.node());
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

    @Override
    public void childFulfilled(Machine machine, Node child) {
        keep(child);
        Node root = Machine.present(main, "root node");
        if (child == root && machine.exitsMayRun()) {
            WorkflowSpec spec = machine.run.spec();
            Arguments arguments = spec.arguments();
            Call.Hook handler = Call.exit(spec.onExit(), spec.hooks(), arguments);
            if (handler != null) {
                machine.globals().ending(outcome(root).text(), failures(machine));
                call(machine, handler.call(), name(machine) + ".onExit", true);
                return;
            }
        }
        end(machine, root);
    }

    /** PHASE-02. */
    private static WorkflowPhase outcome(Node root) {
        return switch (root.phase) {
            case FAILED -> WorkflowPhase.FAILED;
            case ERROR -> WorkflowPhase.ERROR;
            case SUCCEEDED, SKIPPED, OMITTED -> WorkflowPhase.SUCCEEDED;
            case PENDING, RUNNING -> throw new IllegalStateException("the root node has not ended");
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
                        .put("podName", Names.podName(name(machine), template, n.name, PodNameVersion.V2))
                        .put("finishedAt", n.finishedAt == null ? "" : NodeVariables.rfc3339(n.finishedAt));
            }
        }
        return Json.compact(failures.isEmpty() ? "null" : failures.toString());
    }
}
