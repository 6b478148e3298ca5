package dev.skiff.port;

import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.model.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps runs, so that they can be looked at later and resumed when the process that drove them is dead. */
public interface RunStore extends RunRecords {

    /**
     * What is known of a run without driving it.
     *
     * @param workflow with the status last written, which is at most about a second behind; without one before the first
     * @param live whether a process drives the run now
     * @param createdAt UTC
     */
    record StoredRun(String name, Workflow workflow, boolean live, Instant createdAt) {

        /** Succeeded, Failed or Error. */
        public boolean completed() {
            var status = workflow.status();
            var phase = status == null ? null : status.phase();
            return phase != null && phase.completed();
        }
    }

    /** Empty when there is no such run. */
    Optional<StoredRun> find(String name);

    /** Whether a process drives the run now; not when there is no such run. Cheap. */
    boolean isLive(String name);

    /** All runs, oldest first; what cannot be read is left out. */
    List<StoredRun> list();

    /** The names alone, oldest first; cheap. */
    List<String> names();

    /** The names of the runs that have not ended, live or not; cheap. */
    List<String> unfinished();

    /** The names of the runs that have ended and whose {@code ttlStrategy} says that they are to be deleted by now; cheap. */
    List<String> expired(Instant now);

    /**
     * What the run was started with.
     *
     * @throws StoreException when there is no such run
     */
    Origin origin(String name);

    /**
     * Gives every recorded event of a run in its order, without driving it; of a live one those that are recorded now.
     *
     * @throws StoreException when there is no such run, or it cannot be read
     */
    void replay(String name, Consumer<Event> reader);

    /**
     * Asks something of a run that another process drives; returns when it is recorded and acted upon.
     *
     * @throws StoreException when no process drives it, or the one that does refuses: a sentence that says why
     */
    void ask(String name, Request request);

    /** The containers of a run whose output is kept, by node id, then as they were first heard of. */
    List<StoredLog> logs(String name);

    /**
     * Deletes everything of a run.
     *
     * @throws StoreException when a living process drives it, or it cannot be deleted; an unknown run is no error
     */
    @Override
    void delete(String name);
}
