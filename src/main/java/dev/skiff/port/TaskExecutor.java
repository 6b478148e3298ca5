package dev.skiff.port;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import java.util.Collection;

/**
 * Starts tasks somewhere and says what becomes of them. One executor serves all runs of the process.
 *
 * <p>Guarantees every implementation gives, and {@code TaskExecutorContract} tests:
 *
 * <ul>
 *   <li>At most one execution per task: {@link #start} of a task that exists (running or ended) adopts it.
 *   <li>Every started task is observed {@code Ended} exactly once or more, whatever happens (stopped, killed, lost: verdict ERROR).
 *   <li>All output has been delivered, and result and output files have been read, before {@code Ended} is observed.
 *   <li>What a task does wrong is an observation, never an exception.
 *   <li>What is left in the place of execution is labelled with run, node id and the owning process, so that {@link #cleanUp} and the
 *       next process find it.
 * </ul>
 */
public interface TaskExecutor extends AutoCloseable {

    /** {@code docker}, {@code host}, {@code kubernetes}; shown to the user. */
    String name();

    /** How many tasks should run at once when nobody says otherwise. */
    int defaultParallelism();

    /** Sets who hears; called once, before anything else. */
    void listen(TaskListener listener);

    /**
     * Makes ready what the run's tasks share: named volumes for {@code volumeClaimTemplates}, a network. Idempotent.
     *
     * @throws ExecutorException with a message for the user: what was tried, why it failed, what to do
     */
    void prepare(RunContext run);

    /** Starts the task in the background; returns quickly. {@link #prepare} has been called for its run. */
    void start(Task task);

    /** Ends the task with SIGTERM, then SIGKILL after its grace period; {@code Ended} is observed afterwards. Unknown tasks are ignored. */
    void stop(TaskRef task, StopReason reason);

    /**
     * After a restart of this process: says for each task what has become of it, {@code Absent} if nothing is there; tasks that run are
     * adopted and observed to their end. Output of adopted tasks is delivered again from its beginning.
     */
    void recover(RunContext run, Collection<Task> tasks);

    /** The task's end is recorded: what is left of it (a finished container) may be deleted. Idempotent. */
    void release(TaskRef task);

    /** The run is over, and that is recorded; {@link #cleanUp} comes next. For what depends on how it ended (GC-02). */
    default void ended(String run, boolean succeeded) {}

    /** The run is over: deletes everything of it; named volumes only when {@code deleteVolumes} (VOL-02). Idempotent. */
    void cleanUp(String run, boolean deleteVolumes);

    /** Deletes what processes that are dead have left behind, but for the runs named here (they will be resumed). */
    void collectGarbage(Collection<String> runsToKeep);

    @Override
    void close();
}
