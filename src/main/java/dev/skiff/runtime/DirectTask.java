package dev.skiff.runtime;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import dev.skiff.port.TaskWork;
import dev.skiff.port.TaskWork.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One task of the {@link DirectExecutor}. It ends once: with its outcome, or at once when it is stopped, however long its thread may take
 * to notice.
 */
final class DirectTask {
    /** 128 + SIGTERM, what the container of a stopped pod would say. */
    private static final int TERMINATED = 143;

    private final Task task;
    private final TaskRef ref;
    private final TaskWork work;
    private final RunContext run;
    private final TaskListener listener;
    private final InstantSource clock;
    private TaskState.@Nullable Running running;
    private TaskState.@Nullable Ended ended;
    private boolean abandoned;
    private @Nullable Thread worker;
    private @Nullable Thread timer;

    /** @param listener never throws */
    DirectTask(Task task, TaskWork work, RunContext run, TaskListener listener, InstantSource clock) {
        this.task = task;
        this.ref = new TaskRef(task.run(), task.nodeId());
        this.work = work;
        this.run = run;
        this.listener = listener;
        this.clock = clock;
    }

    TaskWork work() {
        return work;
    }

    synchronized void begin() {
        running = new TaskState.Running(clock.instant(), "", "");
        listener.observed(ref, running);
        worker = Thread.ofVirtual().name("task-" + task.nodeId()).start(this::perform);
        timer = task.activeDeadline().map(this::timer).orElse(null);
    }

    private Thread timer(Duration deadline) {
        return Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(deadline);
                stop(StopReason.DEADLINE);
            } catch (InterruptedException e) {
                // the task has ended before
            }
        });
    }

    private void perform() {
        try {
            Outcome done = work.perform(task, run, this::line);
            end(done.verdict(), done.exitCode(), done.message(), done.results());
        } catch (InterruptedException e) {
            // whoever interrupts has said before how it ends
        } catch (RuntimeException | StackOverflowError bug) {
            System.getLogger("dev.skiff.runtime").log(System.Logger.Level.ERROR, "task " + ref + " cannot go on", bug);
            end(Verdict.ERROR, null, "skiff itself failed with this step (please report it): " + bug, Results.NONE);
        }
    }

    private synchronized void line(String text) {
        if (ended == null && !abandoned) {
            listener.output(ref, "main", false, (text + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private synchronized void end(Verdict verdict, @Nullable Integer exitCode, String message, Results results) {
        if (ended != null || abandoned) {
            return;
        }
        var start = running == null ? null : running.startedAt();
        ended = new TaskState.Ended(verdict, exitCode, message, results, start, clock.instant());
        interrupt(timer);
        listener.observed(ref, ended);
    }

    synchronized void stop(StopReason reason) {
        if (ended != null || abandoned) {
            return;
        }
        // Argo makes no pod for a request, so there is no exit code either
        Integer code = task.kind() == Task.Kind.HTTP ? null : TERMINATED;
        String stopped = code == null ? "the request was stopped" : "main: Error (exit code " + code + ")";
        String message =
                switch (reason) {
                    case DEADLINE -> StopReason.DEADLINE_MESSAGE;
                    case SHUTDOWN -> stopped;
                };
        end(Verdict.FAILED, code, message, Results.NONE);
        interrupt(worker);
    }

    /** Ends it without a word. */
    synchronized void abandon() {
        abandoned = true;
        interrupt(timer);
        interrupt(worker);
    }

    /** Says once more what has become of it. */
    synchronized void sayAgain() {
        TaskState last = ended == null ? running : ended;
        if (last != null) {
            listener.observed(ref, last);
        }
    }

    private static void interrupt(@Nullable Thread thread) {
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }
}
