package dev.skiff.engine;

import dev.skiff.model.Bundle;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may arrive at a run. Each event carries its own instant: the engine reads no clock. Events are delivered at least once and may
 * arrive late; an event for a finished node, or an equal one twice, changes nothing.
 */
public sealed interface Event {

    /** When it happened, UTC. */
    Instant at();

    /**
     * The first event of a run, unless it is {@link Restored}.
     *
     * @param workflow as written, with {@code metadata.name}, {@code uid} and {@code creationTimestamp} filled in by the shell
     * @param resources what the workflow may refer to: templates, ConfigMaps (Secrets stay in the shell)
     * @param originals nodes of the run that this one repeats: pods that succeeded there are not run again (RETRYWF-06); else empty
     */
    record Submitted(Workflow workflow, Bundle resources, List<NodeStatus> originals, Instant at) implements Event {
        public Submitted {
            originals = List.copyOf(originals);
        }

        public Submitted(Workflow workflow, Bundle resources, Instant at) {
            this(workflow, resources, List.of(), at);
        }
    }

    /**
     * The first event of a run that goes on from its recorded status, where there is no journal of what has happened. What is recorded as
     * ended has ended so; the commands are what is left to do, those included that may have been carried out already.
     *
     * @param workflow with the status; with {@code spec.suspend} and {@code spec.shutdown} as they are now
     * @param resources as for {@link Submitted}; templates that are stored in the status are taken from there
     */
    record Restored(Workflow workflow, Bundle resources, Instant at) implements Event {}

    /** What an executor saw of one task. */
    record TaskObserved(String nodeId, TaskState state, Instant at) implements Event {}

    /** An alarm set by {@link Command.SetAlarm} rang; late alarms and alarms of finished nodes change nothing. */
    record AlarmRang(String alarm, Instant at) implements Event {}

    /** A person or another program asked for something. */
    record Asked(Request request, Instant at) implements Event {}

    /**
     * What became of {@link Command.AcquireLocks}; comes again whenever it changes.
     *
     * @param holder as in the command
     * @param waitingFor key of the first lock that is not free; empty when granted
     * @param message as the node shall show it (LOCK-03); empty when granted
     */
    record LocksAnswered(String holder, boolean granted, String waitingFor, String message, Instant at)
            implements Event {}

    /**
     * What {@link Command.LookUpCache} found.
     *
     * @param entry null when there is none
     * @param problem why the cache could not be read; empty when it could
     */
    record CacheAnswered(String nodeId, @Nullable CacheEntry entry, String problem, Instant at) implements Event {}
}
