package dev.skiff.runtime;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.util.Collection;

/** An executor that is killed before it can carry out a stop. */
final class DeafExecutor implements TaskExecutor {
    private final FakeExecutor executor;

    DeafExecutor(FakeExecutor executor) {
        this.executor = executor;
    }

    @Override
    public String name() {
        return executor.name();
    }

    @Override
    public int defaultParallelism() {
        return executor.defaultParallelism();
    }

    @Override
    public void listen(TaskListener listener) {
        executor.listen(listener);
    }

    @Override
    public void prepare(RunContext run) {
        executor.prepare(run);
    }

    @Override
    public void start(Task task) {
        executor.start(task);
    }

    @Override
    public void stop(TaskRef task, StopReason reason) {}

    @Override
    public void recover(RunContext run, Collection<Task> tasks) {
        executor.recover(run, tasks);
    }

    @Override
    public void release(TaskRef task) {
        executor.release(task);
    }

    @Override
    public void cleanUp(String run, boolean deleteVolumes) {}

    @Override
    public void collectGarbage(Collection<String> runsToKeep) {}

    @Override
    public void close() {}
}
