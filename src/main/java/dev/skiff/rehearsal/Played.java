package dev.skiff.rehearsal;

import dev.skiff.engine.Lock;
import dev.skiff.engine.Run;
import dev.skiff.engine.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A run that was played.
 *
 * @param end why it was played no further
 * @param tasks what was started, by node id in the order of their starts
 * @param locks what nodes wanted to hold, by node id; under the empty id what the workflow wanted
 * @param startedAt of the run
 * @param lastAt of the last event
 */
public record Played(
        Run run, End end, Map<String, Task> tasks, Map<String, List<Lock>> locks, Instant startedAt, Instant lastAt) {

    /** Why a rehearsal is over. */
    public enum End {
        /** The run has ended. */
        FINISHED,
        /** Nothing is left that could happen: it waits for a person. */
        WAITING,
        /** It went on and on. */
        ENDLESS
    }
}
