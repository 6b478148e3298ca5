package dev.skiff.runtime;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends each task where its kind belongs: pods to the place that was chosen, the others to this process. */
public final class RoutingExecutor implements TaskExecutor {
    private final TaskExecutor pods;
    private final DirectExecutor direct;

    public RoutingExecutor(TaskExecutor pods, DirectExecutor direct) {
        this.pods = pods;
        this.direct = direct;
    }

    @Override
    public String name() {
        return pods.name();
    }

    @Override
    public int defaultParallelism() {
        return pods.defaultParallelism();
    }

    @Override
    public void listen(TaskListener listener) {
        pods.listen(listener);
        direct.listen(listener);
    }

    /** What is cheap and may refuse comes first. */
    @Override
    public void prepare(RunContext run) {
        direct.prepare(run);
        try {
            pods.prepare(run);
        } catch (ExecutorException e) {
            direct.cleanUp(run.run(), false);
            throw e;
        }
    }

    @Override
    public void start(Task task) {
        of(task.kind()).start(task);
    }

    private TaskExecutor of(Task.Kind kind) {
        return switch (kind) {
            case POD -> pods;
            case HTTP, DATA, RESOURCE -> direct;
        };
    }

    private TaskExecutor of(TaskRef task) {
        return direct.knows(task) ? direct : pods;
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {
        of(task).stop(task, reason);
    }

    @Override
    public void recover(RunContext run, Collection<Task> tasks) {
        Map<Boolean, List<Task>> byPlace =
                tasks.stream().collect(Collectors.partitioningBy(task -> task.kind() == Task.Kind.POD));
        direct.recover(run, byPlace.getOrDefault(false, List.of()));
        pods.recover(run, byPlace.getOrDefault(true, List.of()));
    }

    @Override
    public void release(TaskRef task) {
        of(task).release(task);
    }

    @Override
    public void ended(String run, boolean succeeded) {
        direct.ended(run, succeeded);
        pods.ended(run, succeeded);
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {
        direct.cleanUp(run, deleteVolumes);
        pods.cleanUp(run, deleteVolumes);
    }

    @Override
    public void collectGarbage(Collection<String> runsToKeep) {
        direct.collectGarbage(runsToKeep);
        pods.collectGarbage(runsToKeep);
    }

    @Override
    public void close() {
        direct.close();
        pods.close();
    }
}
