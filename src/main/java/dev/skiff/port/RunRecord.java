package dev.skiff.port;

import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.model.Bundle;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One run that this process drives: its journal, its status, its logs. Journal and status are written by the run's mailbox alone; output
 * may come from any thread.
 *
 * <p>All methods throw {@link StoreException} when the disk is full or cannot be written or read.
 */
public interface RunRecord extends AutoCloseable {

    String name();

    /**
     * Adds to the journal, in this order; when it returns, the events survive the death of this process, and that of the machine if one of
     * them says that a task has ended. An event whose writing failed half-way is as if it had never been written.
     */
    void append(List<Event> events);

    /** Gives every recorded event in its order. The last one may be missing if the process died while it was written. */
    void replay(Consumer<Event> reader);

    /**
     * The record of a run where there is no journal: how far it was when its status was last written, which may be behind what has happened.
     *
     * @param workflow with its status, and with {@code spec.suspend} and {@code spec.shutdown} as they are now
     * @param resources what the workflow may refer to, as it is now; Secrets need not be among them
     */
    record Snapshot(Workflow workflow, Bundle resources) {}

    /**
     * What the run goes on from in the place of {@link #replay}; empty where there is a journal, and for a run of which no status was
     * written. Called once, before anything else.
     *
     * @throws MalformedStatus when the status cannot be read: this run ends in Error, others go on
     */
    default Optional<Snapshot> snapshot() {
        return Optional.empty();
    }

    /**
     * Whether what was appended survives by itself. If not, the status is the record: a task's end survives once a status that has it is
     * written, and what is left of the task is kept until then.
     */
    default boolean keepsEvents() {
        return true;
    }

    /** How long a status may wait that only says that something has begun: what follows may make it needless. */
    default Duration patience() {
        return Duration.ofSeconds(1);
    }

    /**
     * Brings the snapshot that others read up to date. Not called again before the last one has been written.
     *
     * @return completes, from any thread, when it is written; fails with a {@link StoreException} when it never will be
     * @throws StoreException likewise
     */
    CompletableFuture<Void> status(Progress progress);

    /** Keeps output of a container; the callee may keep the array. */
    void output(String nodeId, String container, byte[] chunk);

    /** Forgets the output of the node, which will come again from its beginning. */
    void forgetOutput(String nodeId);

    /** Hears what other processes ask of the run; on a thread of the record's own. */
    @FunctionalInterface
    interface Requests {
        /** @param answer is to be told what became of it, once, from any thread: empty when it was done, else why not */
        void asked(Request request, Consumer<String> answer);
    }

    /** Hands over what is asked from now on, see {@link RunStore#ask}; what is not answered at {@link #close} is refused. */
    void listen(Requests requests);

    /** Lets go of the run; it stays in the store. */
    @Override
    void close();
}
