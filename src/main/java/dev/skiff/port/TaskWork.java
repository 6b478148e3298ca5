package dev.skiff.port;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of one kind do that needs no container: the shell does it itself, each task on a thread of its own.
 *
 * <p>What a task does wrong is an {@link Outcome}, never an exception.
 */
public interface TaskWork extends AutoCloseable {

    /** Which tasks; never {@link Task.Kind#POD}. */
    Task.Kind kind();

    /**
     * Says before a run starts whether it can work for it. Idempotent.
     *
     * @throws ExecutorException with a message for the user when it cannot
     */
    default void prepare(RunContext run) {}

    /**
     * Does the task and blocks until it is done. The process may have died in the middle of it: then it is done again.
     *
     * @param log takes lines of text, which are kept as the output of container {@code main}
     * @throws InterruptedException when the task was stopped, its deadline has passed, or the run is over
     */
    Outcome perform(Task task, RunContext run, Log log) throws InterruptedException;

    /** See {@link TaskExecutor#release}. */
    default void release(TaskRef task) {}

    /** See {@link TaskExecutor#cleanUp}. */
    default void cleanUp(String run) {}

    /** See {@link TaskExecutor#collectGarbage}. */
    default void collectGarbage(Collection<String> runsToKeep) {}

    @Override
    default void close() {}

    /** What a task has to say beside its results. */
    @FunctionalInterface
    interface Log {
        void line(String text);
    }

    /**
     * How it ended.
     *
     * @param exitCode as of the container that Argo would have run; null for kinds that have none there either
     * @param message empty on success
     */
    record Outcome(Verdict verdict, @Nullable Integer exitCode, String message, Results results) {}
}
