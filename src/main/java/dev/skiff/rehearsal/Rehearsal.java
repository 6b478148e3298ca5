package dev.skiff.rehearsal;

import dev.skiff.engine.CacheEntry;
import dev.skiff.engine.Command;
import dev.skiff.engine.Decision;
import dev.skiff.engine.Engine;
import dev.skiff.engine.Event;
import dev.skiff.engine.Lock;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.engine.Run;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.model.Bundle;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Plays one run to its end, or to where nothing can happen any more. The clock jumps from one event to the next. What the shell would do is
 * done here by rules: tasks come to what {@link Answers} says, alarms ring in time, locks and caches belong to this run alone.
 */
public final class Rehearsal {
    /** More than a plan could show; a recursion that does not end is noticed by it. */
    private static final int MOST_NODES = 50_000;

    private final Answers answers;
    private final Run run;
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing((Due d) -> d.event().at()).thenComparingLong(Due::number));
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, Ending> running = new HashMap<>();
    private final Map<String, List<Lock>> wanted = new LinkedHashMap<>();
    private final Map<String, CacheEntry> caches = new HashMap<>();
    private final Set<String> suspended = new HashSet<>();
    private final PlayedLocks locks = new PlayedLocks();
    private final int most;
    private Instant now;
    private long number;

    private Rehearsal(Answers answers, Instant start, int most) {
        this.answers = answers;
        this.now = start;
        this.most = most;
        this.run = Run.limited(most);
    }

    /** Something that will happen; the number keeps what is due at one instant in its order. */
    private record Due(Event event, long number) {}

    /** @param number of the event that ends the task, unless it is stopped first; -1 when nothing else ends it */
    private record Ending(Instant startedAt, long number) {}

    /**
     * Plays a workflow.
     *
     * @param workflow with {@code metadata.name} and {@code uid}
     * @param requests what is asked of the run, in any order
     */
    public static Played play(
            Workflow workflow, Bundle resources, Answers answers, List<Event.Asked> requests, Instant start) {
        return play(workflow, resources, answers, requests, start, MOST_NODES);
    }

    static Played play(
            Workflow workflow,
            Bundle resources,
            Answers answers,
            List<Event.Asked> requests,
            Instant start,
            int mostNodes) {
        Rehearsal rehearsal = new Rehearsal(answers, start, mostNodes);
        rehearsal.schedule(new Event.Submitted(workflow, resources, start));
        requests.forEach(rehearsal::schedule);
        return rehearsal.play(start);
    }

    private Played play(Instant start) {
        while (!run.finished()) {
            Due next = due.poll();
            if (next == null) {
                return played(Played.End.WAITING, start);
            }
            if (run.nodeCount() >= most) {
                return played(Played.End.ENDLESS, start);
            }
            if (!isCancelled(next)) {
                take(next.event());
            }
        }
        return played(run.nodeCount() >= most ? Played.End.ENDLESS : Played.End.FINISHED, start);
    }

    private Played played(Played.End end, Instant start) {
        return new Played(run, end, tasks, wanted, start, now);
    }

    private boolean isCancelled(Due next) {
        if (!(next.event() instanceof Event.TaskObserved o)) {
            return false;
        }
        Ending ending = running.get(o.nodeId());
        return ending == null || (o.state() instanceof TaskState.Ended && ending.number() != next.number());
    }

    private void take(Event event) {
        now = event.at().isAfter(now) ? event.at() : now;
        if (event instanceof Event.TaskObserved o && o.state() instanceof TaskState.Ended) {
            running.remove(o.nodeId());
        }
        Decision decision = Engine.decide(run, event);
        decision.commands().forEach(this::carryOut);
        decision.touched().forEach(this::look);
    }

    private void schedule(Event event) {
        due.add(new Due(event, number++));
    }

    private void carryOut(Command command) {
        switch (command) {
            case Command.StartTask start -> start(start.task());
            case Command.StopTask stop -> stop(stop);
            case Command.SetAlarm alarm -> schedule(new Event.AlarmRang(alarm.alarm(), alarm.at()));
            case Command.AcquireLocks acquire -> {
                wanted.put(acquire.holder(), acquire.locks());
                schedule(locks.acquire(acquire, now));
            }
            case Command.ReleaseLocks release ->
                locks.release(release.holder(), now).forEach(this::schedule);
            case Command.LookUpCache look ->
                schedule(new Event.CacheAnswered(look.nodeId(), caches.get(look.cache() + "/" + look.key()), "", now));
            case Command.SaveCache save -> caches.put(save.cache() + "/" + save.key(), save.entry());
            case Command.Finish finish -> {}
        }
    }

    private void start(Task task) {
        String id = task.nodeId();
        if (running.containsKey(id)) {
            return;
        }
        tasks.put(id, task);
        Answer answer = within(task, answers.task(task, run.node(id)));
        schedule(new Event.TaskObserved(id, new TaskState.Running(now, "rehearsal", "127.0.0.1"), now));
        Duration duration = answer.duration();
        running.put(id, new Ending(now, duration == null ? -1 : number));
        if (duration != null) {
            Instant end = now.plus(duration);
            schedule(new Event.TaskObserved(
                    id,
                    new TaskState.Ended(
                            answer.verdict(), answer.exitCode(), answer.message(), answer.results(), now, end),
                    end));
        }
    }

    /** TIME-04: the executor ends what runs for too long. */
    private static Answer within(Task task, Answer answer) {
        Duration limit = task.activeDeadline().orElse(null);
        Duration duration = answer.duration();
        if (limit == null || (duration != null && duration.compareTo(limit) <= 0)) {
            return answer;
        }
        return new Answer(
                limit, TaskState.Verdict.FAILED, null, Command.StopReason.DEADLINE_MESSAGE, TaskState.Results.NONE);
    }

    private void stop(Command.StopTask stop) {
        Ending ending = running.get(stop.nodeId());
        if (ending == null) {
            return;
        }
        String message =
                switch (stop.reason()) {
                    case SHUTDOWN -> "main: Error (exit code 143)";
                    case DEADLINE -> Command.StopReason.DEADLINE_MESSAGE;
                };
        running.put(stop.nodeId(), new Ending(ending.startedAt(), number));
        schedule(new Event.TaskObserved(
                stop.nodeId(),
                new TaskState.Ended(
                        TaskState.Verdict.FAILED, 143, message, TaskState.Results.NONE, ending.startedAt(), now),
                now));
    }

    /** A node that begins to wait for a person is answered, once. */
    private void look(String nodeId) {
        NodeStatus node = run.node(nodeId);
        if (node.type() != NodeType.SUSPEND || node.phase() != NodePhase.RUNNING || !suspended.add(nodeId)) {
            return;
        }
        answers.suspended(node).ifPresent(approval -> {
            NodeSelector itself = NodeSelector.parse("id=" + nodeId);
            Instant at = now.plus(approval.after());
            boolean goesOn = approval.phase() == NodePhase.SUCCEEDED;
            schedule(new Event.Asked(
                    new Request.SetNodes(
                            itself, goesOn ? "" : approval.phase().text(), approval.message(), approval.outputs()),
                    at));
            if (goesOn) {
                schedule(new Event.Asked(new Request.Resume(itself), at));
            }
        });
    }
}
