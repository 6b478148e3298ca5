package dev.skiff.runtime;

import dev.skiff.engine.Command;
import dev.skiff.engine.Event;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.port.Alarms;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** Carries out the commands of one run on the ports. Every command may come twice. */
final class Dispatcher {
    private final String run;
    private final TaskExecutor executor;
    private final Admission admission;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Consumer<Event> post;

    Dispatcher(
            String run,
            TaskExecutor executor,
            Admission admission,
            Alarms alarms,
            InstantSource clock,
            Consumer<Event> post) {
        this.run = run;
        this.executor = executor;
        this.admission = admission;
        this.alarms = alarms;
        this.clock = clock;
        this.post = post;
    }

    void carryOut(Command command) {
        switch (command) {
            case Command.StartTask start -> start(start.task());
            case Command.StopTask stop -> stop(stop);
            case Command.SetAlarm set -> setAlarm(set.alarm(), set.at());
            case Command.AcquireLocks a -> throw new IllegalStateException("locks are not wired");
            case Command.ReleaseLocks r -> throw new IllegalStateException("locks are not wired");
            case Command.LookUpCache l -> throw new IllegalStateException("caches are not wired");
            case Command.SaveCache s -> throw new IllegalStateException("caches are not wired");
            // the loop sees for itself that the run has finished: it has to wait for the tasks that were stopped
            case Command.Finish finish -> alarms.clear(run);
        }
    }

    private void start(Task task) {
        admission.enter(ref(task.nodeId()), () -> {
            try {
                executor.start(task);
            } catch (ExecutorException e) {
                Instant now = clock.instant();
                post.accept(new Event.TaskObserved(
                        task.nodeId(),
                        new TaskState.Ended(
                                TaskState.Verdict.ERROR,
                                null,
                                String.valueOf(e.getMessage()),
                                TaskState.Results.NONE,
                                null,
                                now),
                        now));
            }
        });
    }

    private void stop(Command.StopTask stop) {
        if (!admission.withdraw(ref(stop.nodeId()))) {
            executor.stop(ref(stop.nodeId()), stop.reason());
        }
    }

    void setAlarms(Map<String, Instant> pending) {
        pending.forEach(this::setAlarm);
    }

    private void setAlarm(String alarm, Instant at) {
        alarms.set(run, alarm, at, () -> post.accept(new Event.AlarmRang(alarm, clock.instant())));
    }

    /** The end of a task has been recorded: its place is free, and what is left of it may go. */
    void ended(String nodeId) {
        admission.leave(ref(nodeId));
        executor.release(ref(nodeId));
    }

    /** The executor knows no such task: it has no place, and may ask for one. */
    void absent(String nodeId) {
        admission.leave(ref(nodeId));
    }

    private TaskRef ref(String nodeId) {
        return new TaskRef(run, nodeId);
    }
}
