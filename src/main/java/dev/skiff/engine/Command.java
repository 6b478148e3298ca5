package dev.skiff.engine;

import java.time.Instant;
import java.util.List;

/** What the shell must do. Carrying out a command twice must do no harm: after a crash the shell may repeat it. */
public sealed interface Command {

    /** Start the task; if it is there already, adopt it. */
    record StartTask(Task task) implements Command {}

    /**
     * End a task that may still run; it is fine if it has ended. {@code SIGTERM}, a grace period, then {@code SIGKILL}.
     * The node may be finished already (deadline, stop): then nobody waits for the task's last observation.
     */
    record StopTask(String nodeId, StopReason reason) implements Command {}

    /** Post {@link Event.AlarmRang} with this name at this instant; setting a name again moves it. */
    record SetAlarm(String alarm, Instant at) implements Command {}

    /**
     * Take all of these locks or none, and post {@link Event.LocksAnswered} at once and whenever the answer changes, until it is yes.
     *
     * @param holder the id of the node that waits; empty for the workflow itself
     * @param priority of the workflow; higher ones come first, then who was created earlier (LOCK-05)
     */
    record AcquireLocks(String holder, List<Lock> locks, int priority, Instant created) implements Command {}

    /** The holder needs its locks no more, or waits for them no longer. */
    record ReleaseLocks(String holder) implements Command {}

    /** Post {@link Event.CacheAnswered} with what the cache has under this key (MEMO-01). */
    record LookUpCache(String nodeId, String cache, String key) implements Command {}

    /** Keep what a memoized template gave. */
    record SaveCache(String cache, String key, CacheEntry entry) implements Command {}

    /** The run has ended; nothing will be commanded after this. Resources of the run may be cleaned up. */
    record Finish(String phase, String message) implements Command {}

    enum StopReason {
        /** The whole run is being stopped or terminated, or its deadline has passed. */
        SHUTDOWN,
        /** The template's timeout passed: the executor reports {@link #DEADLINE_MESSAGE} as the task's message. */
        DEADLINE;

        /** What nodes say that the deadline of their workflow has ended. */
        public static final String STEP_DEADLINE_MESSAGE = "Step exceeded its deadline";

        /** The kubelet's own words, which Argo puts on the node. */
        public static final String DEADLINE_MESSAGE = "Pod was active on the node longer than the specified deadline";
    }
}
