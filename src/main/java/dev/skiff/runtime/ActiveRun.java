package dev.skiff.runtime;

import dev.skiff.engine.Request;
import java.util.concurrent.CompletableFuture;

/** A run that this process drives. */
public interface ActiveRun {

    String name();

    /** Asks the run to stop or to terminate; what comes of it is in {@link #end}. */
    void ask(Request request);

    /** Does not wait for tasks that are being stopped once the run has finished: they are killed. */
    void hurry();

    /** Completes, never exceptionally, when the run has ended and everything of it is cleaned up. */
    CompletableFuture<RunEnd> end();
}
