package dev.skiff.host;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.host.HostProcess.Exit;
import dev.skiff.pod.SetProgress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of one containerSet as processes, from the start of the first to the end of the last. What an earlier skiff has started is
 * found by its files: starting it again does nothing.
 */
final class HostSet {
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** A process whose exit code nobody knows. */
    private static final int UNKNOWN = 255;

    private final HostTask task;
    private final TaskPlan plan;
    private final HostMachine machine;
    private final SetProgress progress;
    private final Map<String, Attended> running = new LinkedHashMap<>();
    private @Nullable Instant startedAt;
    private TaskState.@Nullable Running said;
    private boolean ending;
    private boolean lost;

    HostSet(HostTask task, TaskPlan plan, HostMachine machine) {
        this.task = task;
        this.plan = plan;
        this.machine = machine;
        this.progress = new SetProgress(plan.graph());
    }

    TaskState.Ended live(List<Attended> sidecars) throws IOException, InterruptedException {
        while (true) {
            if (task.isStopped()) {
                adoptWhatHasBegun();
                ending = true;
                progress.stop(machine.clock().instant());
            }
            for (var name : progress.startable()) {
                start(name);
            }
            say();
            for (var sidecar : sidecars) {
                sidecar.look();
            }
            look();
            if (progress.isOver()) {
                return ended(task.endSidecars(sidecars));
            }
            endWhatHasTo();
            pause();
        }
    }

    /** After a restart of skiff: what was stopped may have been running. */
    private void adoptWhatHasBegun() throws IOException {
        for (var name : ending ? List.<String>of() : progress.startable()) {
            if (task.process(plan.member(name)).hasBegun()) {
                start(name);
            }
        }
    }

    private void start(String name) throws IOException {
        var process = task.start(plan.member(name));
        var at = process.process().startedAt();
        running.put(name, process);
        progress.started(name, at);
        if (startedAt == null || at.isBefore(startedAt)) {
            startedAt = at;
        }
    }

    private void say() {
        var since = startedAt;
        if (since == null) {
            return;
        }
        var state = new TaskState.Running(since, HostTask.HOST, HostTask.IP, true, progress.members());
        if (!state.equals(said)) {
            said = state;
            task.say(state);
        }
    }

    private void look() throws IOException, InterruptedException {
        for (var name : List.copyOf(running.keySet())) {
            var process = running.get(name);
            Optional<Exit> exit = process == null ? Optional.empty() : process.look();
            if (process != null && exit.isPresent()) {
                running.remove(name);
                progress.ended(name, end(exit.get(), process.process().startedAt()));
            }
        }
    }

    private SetProgress.End end(Exit exit, Instant started) {
        Integer code = exit.code();
        lost |= code == null;
        return new SetProgress.End(code == null ? UNKNOWN : code, exit.message(), false, started, exit.at());
    }

    private void endWhatHasTo() throws IOException, InterruptedException {
        var now = machine.clock().instant();
        var since = startedAt;
        var deadline = task.task().activeDeadline();
        if (since != null && deadline.isPresent() && !now.isBefore(since.plus(deadline.get()))) {
            task.stop(StopReason.DEADLINE);
        }
        boolean failed = progress.stopAt().filter(at -> !now.isBefore(at)).isPresent();
        if (failed && !ending) {
            ending = true;
            progress.stop(now);
        }
        if (ending || task.isStopped()) {
            for (var process : running.values()) {
                process.end(machine.options().grace());
            }
        }
    }

    private void pause() throws IOException, InterruptedException {
        var any = running.values().stream().findFirst();
        if (any.isPresent()) {
            any.get().pause();
        } else {
            Thread.sleep(GLANCE);
        }
    }

    private TaskState.Ended ended(@Nullable String failedSidecar) throws IOException {
        say();
        Results read = task.results(plan);
        Results results = new Results(read.files(), read.stdout(), read.artifacts(), progress.members());
        String message = progress.message();
        Verdict verdict = message.isEmpty() && failedSidecar == null ? Verdict.SUCCEEDED : Verdict.FAILED;
        if (task.stopReason() == StopReason.DEADLINE) {
            verdict = Verdict.FAILED;
            message = StopReason.DEADLINE_MESSAGE;
        } else if (lost) {
            verdict = Verdict.ERROR;
        } else if (message.isEmpty() && failedSidecar != null) {
            message = failedSidecar;
        }
        var now = machine.clock().instant();
        return new TaskState.Ended(verdict, progress.exitCode(), message, results, startedAt, progress.finishedAt(now));
    }
}
