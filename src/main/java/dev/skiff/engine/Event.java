package dev.skiff.engine;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import java.time.Instant;

/**
 * What may arrive at a run. Each event carries its own instant: the engine reads no clock. Events are delivered at least once and may
 * arrive late; an event for a finished node, or an equal one twice, changes nothing.
 */
public sealed interface Event {

    /** When it happened, UTC. */
    Instant at();

    /**
     * The first event of every run.
     *
     * @param workflow as written, with {@code metadata.name}, {@code uid} and {@code creationTimestamp} filled in by the shell
     * @param resources what the workflow may refer to: templates, ConfigMaps (Secrets stay in the shell)
     */
    record Submitted(Workflow workflow, Bundle resources, Instant at) implements Event {}

    /** What an executor saw of one task. */
    record TaskObserved(String nodeId, TaskState state, Instant at) implements Event {}

    /** An alarm set by {@link Command.SetAlarm} rang; late alarms and alarms of finished nodes change nothing. */
    record AlarmRang(String alarm, Instant at) implements Event {}

    /** A person or another program asked for something. */
    record Asked(Request request, Instant at) implements Event {}

    /** What may be asked of a run; named as in {@code argo stop}, {@code argo terminate}. */
    enum Request {
        /** End running tasks, run exit handlers. */
        STOP,
        /** End everything, exit handlers included. */
        TERMINATE
    }
}
