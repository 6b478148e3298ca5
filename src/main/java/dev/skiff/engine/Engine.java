package dev.skiff.engine;

import dev.skiff.model.NodePhase;
import dev.skiff.model.Workflow;
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
            return event instanceof Event.Asked a && a.request() instanceof Request.Retry r
                    ? retried(run, r, a.at())
                    : Decision.NOTHING;
        }
        return switch (event) {
            case Event.Submitted s -> submitted(run, s);
            case Event.Restored r -> run.workflow == null ? new Restoration(run, r).decide() : Decision.NOTHING;
            case Event.TaskObserved o -> observed(run, o);
            case Event.AlarmRang a -> rang(run, a);
            case Event.Asked a -> asked(run, a);
            case Event.LocksAnswered l -> locksAnswered(run, l);
            case Event.CacheAnswered c -> cacheAnswered(run, c);
        };
    }

    private static Decision submitted(Run run, Event.Submitted event) {
        if (run.workflow != null) {
            return Decision.NOTHING;
        }
        run.resources = event.resources();
        run.kept = Kept.ofOriginals(event.workflow(), event.originals());
        return begin(run, event.workflow(), event.at());
    }

    private static Decision observed(Run run, Event.TaskObserved event) {
        Node node = run.nodes.get(event.nodeId());
        if (node == null || node.ended() || !node.active) {
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
        if (node == null || node.ended()) {
            return;
        }
        if (alarm.startsWith(PodStart.TIMEOUT_ALARM)) {
            Outcomes.timedOut(machine, node);
        } else if (alarm.startsWith(PodStart.PENDING_ALARM)) {
            if (node.phase == NodePhase.PENDING) {
                Outcomes.timedOut(machine, node);
            }
        } else if (alarm.startsWith(Suspensions.ALARM)) {
            Suspensions.over(machine, node);
        } else if (node.frame instanceof RetryFrame retry) {
            if (machine.run.suspended) {
                machine.run.heldRetries.add(retry);
            } else {
                retry.afterWaiting(machine);
            }
        }
    }

    private static Decision asked(Run run, Event.Asked event) {
        if (run.workflow == null) {
            return Decision.NOTHING;
        }
        Machine machine = new Machine(run, event.at());
        new Requests(machine).take(event.request());
        machine.drain();
        return machine.decision();
    }

    /** RETRYWF-01: a run that has ended is tried again, as if it had just been submitted. */
    private static Decision retried(Run run, Request.Retry asked, Instant at) {
        if (run.phase == WorkflowPhase.SUCCEEDED && !asked.restartSuccessful()) {
            return Decision.NOTHING;
        }
        run.kept = Kept.ofRetry(run, asked);
        Workflow workflow = Kept.with(run.workflow(), asked.parameters());
        run.forget();
        return begin(run, workflow, at);
    }

    static Decision begin(Run run, Workflow workflow, Instant at) {
        run.workflow = workflow;
        run.startedAt = at;
        run.phase = WorkflowPhase.RUNNING;
        Machine machine = new Machine(run, at);
        new Opening(machine).begin(workflow);
        machine.drain();
        return machine.decision();
    }

    private static Decision locksAnswered(Run run, Event.LocksAnswered event) {
        Machine machine = new Machine(run, event.at());
        if (event.holder().isEmpty()) {
            new Opening(machine).locksAnswered(event);
        } else {
            new Gate(machine).locksAnswered(event);
        }
        machine.drain();
        return machine.decision();
    }

    private static Decision cacheAnswered(Run run, Event.CacheAnswered event) {
        Machine machine = new Machine(run, event.at());
        new Gate(machine).cacheAnswered(event);
        machine.drain();
        return machine.decision();
    }
}
