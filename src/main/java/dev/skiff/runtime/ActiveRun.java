package dev.skiff.runtime;

import dev.skiff.engine.Request;
import dev.skiff.model.Workflow;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A run that this process drives. */
public interface ActiveRun {

    String name();

    /** Asks the run to stop or to terminate; what comes of it is in {@link #end}. */
    void ask(Request request);

    /**
     * Asks something of the run.
     *
     * @param answer is told, from another thread, when it was recorded and acted upon: empty, or why it was refused
     */
    void ask(Request request, Consumer<String> answer);

    /**
     * The run's object was seen, perhaps changed by somebody: what it asks for is done, see {@link ObservedRequests}.
     *
     * @param object not older than what was written of this run; with its nodes unpacked
     */
    void seen(Workflow object);

    /** Does not wait for tasks that are being stopped once the run has finished: they are killed. */
    void hurry();

    /**
     * Its record is gone: it is driven no longer, and its tasks are ended.
     *
     * @param why a sentence for the user
     */
    void lost(String why);

    /** Drives it no longer: its tasks go on, what is known of it is written, and it can be resumed, here or elsewhere. */
    void letGo();

    /** Completes, never exceptionally, when the run has ended and everything of it is cleaned up. */
    CompletableFuture<RunEnd> end();
}
