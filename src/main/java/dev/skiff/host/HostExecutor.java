package dev.skiff.host;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.pod.ArgoPod;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.GuardedListener;
import dev.skiff.port.ProcessIdentity;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs each task as processes of this machine, in a directory of its own. See {@link HostHelp} for what users are told. */
public final class HostExecutor implements TaskExecutor {
    private final HostMachine machine;
    private final Layout layout;
    private final Artifacts artifacts;
    private final Map<String, RunContext> runs = new ConcurrentHashMap<>();
    private final Map<TaskRef, HostTask> tasks = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("host-task-", 0).factory());
    private @Nullable TaskListener listener;

    public HostExecutor(HostOptions options, InstantSource clock, Artifacts artifacts) {
        this.artifacts = artifacts;
        var searchPath = options.environment().getOrDefault("PATH", "/usr/bin:/bin");
        this.machine = new HostMachine(options, clock, GroupLauncher.find(options.groupLaunchers(), searchPath));
        this.layout = new Layout(options.directory());
    }

    @Override
    public String name() {
        return "host";
    }

    @Override
    public int defaultParallelism() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public void listen(TaskListener hears) {
        listener = new GuardedListener(hears);
    }

    @Override
    public void prepare(RunContext run) {
        if (!Files.isExecutable(Path.of(HostProcess.SHELL))) {
            throw new ExecutorException("the host executor needs a POSIX shell at " + HostProcess.SHELL
                    + ", and this machine has none: run the workflow with --on docker");
        }
        runs.put(run.run(), run);
        try {
            DirectoryTree.make(layout.tasks(run.run()));
            Files.writeString(layout.owner(run.run()), ProcessIdentity.current().text() + "\n");
        } catch (IOException e) {
            throw new ExecutorException(DirectoryTree.sentence(e, layout.base()), e);
        }
    }

    @Override
    public void start(Task task) {
        var fresh = new boolean[1];
        var running = tasks.computeIfAbsent(new TaskRef(task.run(), task.nodeId()), ref -> {
            fresh[0] = true;
            return hostTask(task, ref);
        });
        if (fresh[0]) {
            threads.execute(running);
            return;
        }
        var ended = running.ended();
        if (ended != null) {
            threads.execute(() -> running.say(ended));
        }
    }

    private HostTask hostTask(Task task, TaskRef ref) {
        var run =
                Objects.requireNonNull(runs.get(task.run()), () -> "prepare() comes before the tasks of " + task.run());
        var files = layout.task(ref);
        var own = new TaskArtifacts(artifacts, run, task, files.container(ArgoPod.MAIN));
        return new HostTask(task, files, machine, () -> plan(task, run, files), own, listener());
    }

    private TaskPlan plan(Task task, RunContext run, Layout.TaskFiles files) {
        return TaskPlanner.plan(
                task, run, layout, files, machine.options(), new TaskPlanner.Machine(ownUserId(), Files::isDirectory));
    }

    private int ownUserId() {
        try {
            return (Integer) Files.getAttribute(layout.runs(), "unix:uid");
        } catch (IOException e) {
            throw new ExecutorException(DirectoryTree.sentence(e, layout.base()), e);
        }
    }

    private TaskListener listener() {
        return Objects.requireNonNull(listener, "listen() comes first");
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {
        var running = tasks.get(task);
        if (running != null) {
            running.stop(reason);
        }
    }

    @Override
    public void recover(RunContext run, Collection<Task> known) {
        prepare(run);
        for (var task : known) {
            var ref = new TaskRef(task.run(), task.nodeId());
            if (tasks.containsKey(ref) || Files.isDirectory(layout.task(ref).directory())) {
                start(task);
            } else {
                listener().observed(ref, new TaskState.Absent());
            }
        }
    }

    @Override
    public void release(TaskRef task) {
        var running = tasks.get(task);
        if (running != null && running.ended() == null) {
            return;
        }
        tasks.remove(task);
        remove(layout.task(task).directory(), () -> Leftovers.endTask(layout.task(task), machine));
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {
        runs.remove(run);
        remove(layout.run(run), () -> {
            for (var task : abandon(run::equals)) {
                task.endForGood();
            }
            Leftovers.endRun(layout.run(run), machine);
        });
        if (deleteVolumes) {
            remove(layout.volumes(run), () -> {});
        }
    }

    @Override
    public void collectGarbage(Collection<String> runsToKeep) {
        try {
            for (var directory : DirectoryTree.children(layout.runs())) {
                boolean keep = runsToKeep.stream().anyMatch(r -> layout.run(r).equals(directory));
                if (!keep && Leftovers.isOrphaned(directory, machine.clock())) {
                    Leftovers.endRun(directory, machine);
                    DirectoryTree.delete(layout.volumesOf(directory));
                    DirectoryTree.delete(directory);
                }
            }
        } catch (IOException e) {
            machine.log("cannot delete what an earlier skiff has left in " + layout.runs(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Ending {
        void run() throws IOException, InterruptedException;
    }

    /** Ends what runs in the directory, then deletes it; a directory that cannot be deleted is reported and left. */
    private void remove(Path directory, Ending ending) {
        try {
            ending.run();
            DirectoryTree.delete(directory);
        } catch (IOException e) {
            machine.log("cannot delete " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<HostTask> abandon(Predicate<String> chosen) throws InterruptedException {
        List<HostTask> abandoned = new ArrayList<>();
        for (var entry : List.copyOf(tasks.entrySet())) {
            if (chosen.test(entry.getKey().run())) {
                entry.getValue().abandon();
                tasks.remove(entry.getKey());
                abandoned.add(entry.getValue());
            }
        }
        return abandoned;
    }

    /** Lets go of the tasks; those that run go on, and {@link #recover} of another executor finds them. */
    @Override
    public void close() {
        try {
            abandon(run -> true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
