package dev.skiff.engine;

import java.util.List;

/** What somebody asked of a run. */
final class Requests {
    private final Machine machine;
    private final Run run;

    Requests(Machine machine) {
        this.machine = machine;
        this.run = machine.run;
    }

    void take(Request request) {
        switch (request) {
            case Request.Stop s -> shutDown(Shutdown.STOP);
            case Request.Terminate t -> shutDown(Shutdown.TERMINATE);
            case Request.Suspend s -> run.suspended = true;
            case Request.Unsuspend u -> unsuspend();
            case Request.Resume r -> resume(r.nodes());
            case Request.StopNodes s ->
                chosen(s.nodes())
                        .forEach(n -> Suspensions.end(machine, n, dev.skiff.model.NodePhase.FAILED, s.message()));
            case Request.SetNodes s -> chosen(s.nodes()).forEach(n -> Suspensions.set(machine, n, s));
            case Request.Retry r -> {} // of a run that goes on: Engine takes it when the run has ended
        }
    }

    private void shutDown(Shutdown how) {
        boolean harder = run.shutdown == null || (run.shutdown == Shutdown.STOP && how == Shutdown.TERMINATE);
        if (!harder) {
            return;
        }
        run.shutdown = how;
        run.suspended = false;
        if (run.waitsToBegin) {
            // STOP-08: nothing has begun, and nothing will
            Outcomes.finish(machine, dev.skiff.model.WorkflowPhase.FAILED, "Stopped with strategy '" + how.text + "'");
            return;
        }
        machine.takeUp();
        Outcomes.endTasks(machine, "workflow shutdown with strategy:  " + how.text, how == Shutdown.TERMINATE);
    }

    /** SUSP-05. */
    private void resume(NodeSelector nodes) {
        if (nodes.isAll()) {
            unsuspend();
        }
        chosen(nodes).forEach(n -> Suspensions.resume(machine, n));
    }

    private void unsuspend() {
        if (run.suspended) {
            run.suspended = false;
            machine.takeUp();
        }
    }

    private List<Node> chosen(NodeSelector nodes) {
        return List.copyOf(run.suspendedNodes).stream()
                .filter(n -> nodes.isAll() || nodes.matches(Snapshots.node(run, n)))
                .toList();
    }
}
