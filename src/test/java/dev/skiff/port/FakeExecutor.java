package dev.skiff.port;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An executor in memory: what becomes of a task is a function of the task. Nothing runs. Keeps {@link TaskLifecycleContract}.
 *
 * <p>With {@code Runnable::run} as its thread, a task has ended when {@link #start} returns: deterministic tests and benchmarks.
 */
public final class FakeExecutor implements TaskExecutor {

    /** What becomes of a task once it runs. */
    public sealed interface Fate {

        /** Ends by itself, having said and written this. {@code files}: output parameter name → text; others are missing. */
        record Exits(int code, String stdout, Map<String, String> files) implements Fate {}

        /** Ends by itself in any way at all. */
        record Ends(TaskState.Ended end) implements Fate {}

        /** Says this, then runs until it is stopped, its active deadline passes (see {@link #passDeadlineOf}), or {@link #finish}. */
        record Runs(String stdout) implements Fate {}

        static Fate succeeds() {
            return new Exits(0, "", Map.of());
        }

        static Fate fails(int code) {
            return new Exits(code, "", Map.of());
        }

        static Fate gives(String outputParameter, String value) {
            return new Exits(0, "", Map.of(outputParameter, value));
        }

        static Fate prints(String stdout) {
            return new Exits(0, stdout, Map.of());
        }

        static Fate runs() {
            return new Runs("");
        }
    }

    /** Where the tasks are: outlives the executor, as containers outlive a process. Give it to a second executor to test recovery. */
    public static final class Place {
        private final Map<TaskRef, Entry> tasks = new ConcurrentHashMap<>();
        private final List<TaskRef> executions = new CopyOnWriteArrayList<>();

        /** Every execution there ever was, in order; a task that is in here twice was executed twice. */
        public List<TaskRef> executions() {
            return List.copyOf(executions);
        }

        /** Tasks of the run that are here, running or ended. */
        public List<String> of(String run) {
            return tasks.keySet().stream()
                    .filter(r -> r.run().equals(run))
                    .map(TaskRef::nodeId)
                    .sorted()
                    .toList();
        }
    }

    private static final class Entry {
        final Task task;
        final TaskState.Running running;
        String stdout = "";
        TaskState.@Nullable Ended end;

        Entry(Task task, TaskState.Running running) {
            this.task = task;
            this.running = running;
        }
    }

    private final Function<Task, Fate> fates;
    private final Executor thread;
    private final InstantSource clock;
    private final Place place;
    private @Nullable TaskListener listener;

    public FakeExecutor(Function<Task, Fate> fates, Executor thread, InstantSource clock, Place place) {
        this.fates = fates;
        this.thread = thread;
        this.clock = clock;
        this.place = place;
    }

    /** Carries out everything on the calling thread, in a place of its own. */
    public static FakeExecutor immediate(Function<Task, Fate> fates, InstantSource clock) {
        return new FakeExecutor(fates, Runnable::run, clock, new Place());
    }

    public Place place() {
        return place;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int defaultParallelism() {
        return 1000;
    }

    @Override
    public void listen(TaskListener hears) {
        listener = hears;
    }

    @Override
    public void prepare(RunContext run) {}

    @Override
    public void start(Task task) {
        var ref = new TaskRef(task.run(), task.nodeId());
        var created = new ArrayList<Entry>(1);
        var entry = place.tasks.computeIfAbsent(ref, r -> {
            place.executions.add(r);
            var fresh = new Entry(task, new TaskState.Running(clock.instant(), "", ""));
            created.add(fresh);
            return fresh;
        });
        thread.execute(() -> {
            if (created.isEmpty()) {
                repeat(ref, entry, false);
            } else {
                play(ref, entry);
            }
        });
    }

    private void play(TaskRef ref, Entry entry) {
        say(ref, entry.running);
        switch (fates.apply(entry.task)) {
            case Fate.Exits exits -> {
                write(ref, entry, exits.stdout());
                end(ref, entry, exited(entry, exits.code(), exits.files()));
            }
            case Fate.Ends ends -> end(ref, entry, ends.end());
            case Fate.Runs runs -> write(ref, entry, runs.stdout());
        }
    }

    /** Says again what is known of a task. */
    private void repeat(TaskRef ref, Entry entry, boolean withOutput) {
        TaskState.Ended end;
        synchronized (entry) {
            end = entry.end;
        }
        say(ref, entry.running);
        if (withOutput) {
            deliver(ref, entry.stdout);
        }
        if (end != null) {
            say(ref, end);
        }
    }

    private TaskState.Ended exited(Entry entry, int code, Map<String, String> texts) {
        Map<String, OutputFile> files = new LinkedHashMap<>();
        for (var name : entry.task.outputFiles().keySet()) {
            var text = texts.get(name);
            files.put(name, text == null ? new OutputFile.Missing() : new OutputFile.Found(text));
        }
        return new TaskState.Ended(
                code == 0 ? Verdict.SUCCEEDED : Verdict.FAILED,
                code,
                code == 0 ? "" : "main: Error (exit code " + code + ")",
                new Results(files, entry.task.captureResult() ? entry.stdout : null),
                entry.running.startedAt(),
                clock.instant());
    }

    private void end(TaskRef ref, Entry entry, TaskState.Ended end) {
        synchronized (entry) {
            if (entry.end != null) {
                return;
            }
            entry.end = end;
        }
        say(ref, end);
    }

    /** Lets a task that runs come to this end; a task that has ended is left alone. */
    public void finish(String run, String nodeId, int code, Map<String, String> files) {
        var ref = new TaskRef(run, nodeId);
        var entry = place.tasks.get(ref);
        if (entry == null) {
            throw new IllegalArgumentException("no task " + ref + " was started");
        }
        thread.execute(() -> end(ref, entry, exited(entry, code, files)));
    }

    /** Does what a real executor does when the active deadline of a running task passes. */
    public void passDeadlineOf(String run, String nodeId) {
        stop(new TaskRef(run, nodeId), StopReason.DEADLINE);
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {
        var entry = place.tasks.get(task);
        if (entry == null) {
            return;
        }
        thread.execute(() -> {
            var killed = exited(entry, 143, Map.of());
            end(task, entry, reason == StopReason.SHUTDOWN ? killed : withMessage(killed, StopReason.DEADLINE_MESSAGE));
        });
    }

    private static TaskState.Ended withMessage(TaskState.Ended end, String message) {
        return new TaskState.Ended(
                end.verdict(), end.exitCode(), message, end.results(), end.startedAt(), end.finishedAt());
    }

    @Override
    public void recover(RunContext run, Collection<Task> tasks) {
        for (var task : tasks) {
            var ref = new TaskRef(task.run(), task.nodeId());
            var entry = place.tasks.get(ref);
            thread.execute(() -> {
                if (entry == null) {
                    say(ref, new TaskState.Absent());
                } else {
                    repeat(ref, entry, true);
                }
            });
        }
    }

    @Override
    public void release(TaskRef task) {
        place.tasks.computeIfPresent(task, (r, entry) -> entry.end == null ? entry : null);
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {
        place.tasks.keySet().removeIf(r -> r.run().equals(run));
    }

    @Override
    public void collectGarbage(Collection<String> runsToKeep) {}

    @Override
    public void close() {}

    private void write(TaskRef ref, Entry entry, String stdout) {
        entry.stdout = stdout;
        deliver(ref, stdout);
    }

    private void deliver(TaskRef ref, String stdout) {
        if (!stdout.isEmpty()) {
            guarded(l -> l.output(ref, "main", false, stdout.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void say(TaskRef ref, TaskState state) {
        guarded(l -> l.observed(ref, state));
    }

    private void guarded(Consumer<TaskListener> call) {
        var hears = listener;
        if (hears == null) {
            throw new IllegalStateException("listen() comes first");
        }
        try {
            call.accept(hears);
        } catch (RuntimeException e) {
            System.getLogger("dev.skiff").log(System.Logger.Level.WARNING, "a listener has thrown: {0}", e.toString());
        }
    }
}
