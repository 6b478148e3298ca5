package dev.skiff.engine;

import dev.skiff.model.WorkflowPhase;
import java.time.Instant;

/**
 * Decides. The same events in the same order always lead to the same run and the same commands; the cost of an event is what it touches.
 */
public final class Engine {
    private Engine() {}

    /**
     * Takes in one event.
     *
     * @param run changed in place; owned by the caller's mailbox
     * @return what to do, and which nodes changed; {@link Decision#NOTHING} for events that come too late or twice
     */
    public static Decision decide(Run run, Event event) {
        if (run.finished()) {
            return Decision.NOTHING;
        }
        return switch (event) {
            case Event.Submitted s -> submitted(run, s);
            case Event.TaskObserved o -> observed(run, o);
            case Event.AlarmRang a -> rang(run, a);
            case Event.Asked a -> asked(run, a);
            case Event.LocksAnswered l -> Decision.NOTHING;
            case Event.CacheAnswered c -> Decision.NOTHING;
        };
    }

    private static Decision submitted(Run run, Event.Submitted event) {
        if (run.workflow != null) {
            return Decision.NOTHING;
        }
        run.workflow = event.workflow();
        run.resources = event.resources();
        run.startedAt = event.at();
        run.phase = WorkflowPhase.RUNNING;
        Machine machine = new Machine(run, event.at());
        new Opening(machine).begin(event.workflow());
        machine.drain();
        return machine.decision();
    }

    private static Decision observed(Run run, Event.TaskObserved event) {
        Node node = run.nodes.get(event.nodeId());
        if (node == null || node.fulfilled() || !node.active) {
            return Decision.NOTHING;
        }
        Machine machine = new Machine(run, event.at());
        Outcomes.observed(machine, node, event.state());
        machine.drain();
        return machine.decision();
    }

    private static Decision rang(Run run, Event.AlarmRang event) {
        Instant due = run.alarms.get(event.alarm());
        if (due == null || event.at().isBefore(due)) {
            return Decision.NOTHING;
        }
        run.alarms.remove(event.alarm());
        Machine machine = new Machine(run, event.at());
        if (event.alarm().equals(Opening.DEADLINE_ALARM)) {
            run.deadlinePassed = true;
            Outcomes.endTasks(machine, Outcomes.DEADLINE, false);
        } else {
            ofNode(machine, event.alarm());
        }
        machine.drain();
        return machine.decision();
    }

    private static void ofNode(Machine machine, String alarm) {
        Node node = machine.run.nodes.get(alarm.substring(alarm.indexOf(':') + 1));
        if (node == null || node.fulfilled()) {
            return;
        }
        if (alarm.startsWith(PodStart.TIMEOUT_ALARM)) {
            Outcomes.timedOut(machine, node);
        } else if (node.frame instanceof RetryFrame retry) {
            retry.afterWaiting(machine);
        }
    }

    private static Decision asked(Run run, Event.Asked event) {
        return switch (event.request()) {
            case Request.Stop s -> shutDown(run, Shutdown.STOP, event);
            case Request.Terminate t -> shutDown(run, Shutdown.TERMINATE, event);
            case Request.Suspend s -> Decision.NOTHING;
            case Request.Resume r -> Decision.NOTHING;
            case Request.StopNodes s -> Decision.NOTHING;
            case Request.SetNodes s -> Decision.NOTHING;
            case Request.Retry r -> Decision.NOTHING;
        };
    }

    private static Decision shutDown(Run run, Shutdown how, Event.Asked event) {
        boolean harder = run.shutdown == null || (run.shutdown == Shutdown.STOP && how == Shutdown.TERMINATE);
        if (run.workflow == null || !harder) {
            return Decision.NOTHING;
        }
        run.shutdown = how;
        Machine machine = new Machine(run, event.at());
        boolean everything = how == Shutdown.TERMINATE;
        Outcomes.endTasks(machine, "workflow shutdown with strategy:  " + how.text, everything);
        machine.drain();
        return machine.decision();
    }
}
