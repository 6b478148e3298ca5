package dev.skiff.runtime;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.GuardedListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import dev.skiff.port.TaskWork;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that need no container, done by this process: each on a virtual thread. Nothing of them survives the process: after a restart
 * they are absent, and are done again.
 */
public final class DirectExecutor implements TaskExecutor {
    /** Tasks that wait for answers cost little; their answers have to fit into memory. */
    static final int PLACES = 64;

    private final Map<Task.Kind, TaskWork> works;
    private final InstantSource clock;
    private final Map<TaskRef, DirectTask> tasks = new ConcurrentHashMap<>();
    private final Map<String, RunContext> runs = new ConcurrentHashMap<>();
    private @Nullable TaskListener listener;

    /** @param works at most one for each kind */
    public DirectExecutor(List<TaskWork> works, InstantSource clock) {
        this.works = works.stream().collect(Collectors.toUnmodifiableMap(TaskWork::kind, Function.identity()));
        this.clock = clock;
    }

    @Override
    public String name() {
        return "skiff";
    }

    @Override
    public int defaultParallelism() {
        return PLACES;
    }

    @Override
    public void listen(TaskListener who) {
        listener = new GuardedListener(who);
    }

    @Override
    public void prepare(RunContext run) {
        works.values().forEach(work -> work.prepare(run));
        runs.put(run.run(), run);
    }

    @Override
    public void start(Task task) {
        TaskWork work = works.get(task.kind());
        RunContext run = runs.get(task.run());
        TaskListener who = listener;
        if (work == null || run == null || who == null) {
            throw new ExecutorException(
                    "there is nothing that can do a task of kind " + task.kind() + " of run " + task.run());
        }
        DirectTask mine = new DirectTask(task, work, run, who, clock);
        DirectTask there = tasks.putIfAbsent(ref(task), mine);
        if (there == null) {
            mine.begin();
        } else {
            there.sayAgain();
        }
    }

    /** Whether the task was started here and has not been released. */
    boolean knows(TaskRef task) {
        return tasks.containsKey(task);
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {
        DirectTask running = tasks.get(task);
        if (running != null) {
            running.stop(reason);
        }
    }

    @Override
    public void recover(RunContext run, Collection<Task> all) {
        runs.put(run.run(), run);
        for (Task task : all) {
            DirectTask there = tasks.get(ref(task));
            TaskListener who = listener;
            if (there != null) {
                there.sayAgain();
            } else if (who != null) {
                who.observed(ref(task), new TaskState.Absent());
            }
        }
    }

    @Override
    public void release(TaskRef task) {
        DirectTask ended = tasks.remove(task);
        if (ended != null) {
            ended.abandon();
            ended.work().release(task);
        }
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {
        tasks.forEach((ref, task) -> {
            if (ref.run().equals(run)) {
                task.abandon();
                tasks.remove(ref);
            }
        });
        runs.remove(run);
        works.values().forEach(work -> work.cleanUp(run));
    }

    @Override
    public void collectGarbage(Collection<String> runsToKeep) {
        works.values().forEach(work -> work.collectGarbage(runsToKeep));
    }

    @Override
    public void close() {
        tasks.values().forEach(DirectTask::abandon);
        works.values().forEach(TaskWork::close);
    }

    private static TaskRef ref(Task task) {
        return new TaskRef(task.run(), task.nodeId());
    }
}
