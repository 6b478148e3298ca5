package dev.skiff.port;

import dev.skiff.engine.Lock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Mutexes and semaphores that runs share. A process that dies gives up what it held. */
public interface Locks extends AutoCloseable {

    /**
     * Who holds or waits (LOCK-02).
     *
     * @param node the node's id; empty for the workflow itself
     */
    record Holder(String namespace, String run, String node) {}

    /**
     * @param waitingFor key of the first lock that is not free; empty when granted
     * @param message {@code Waiting for <lock> lock. Lock status: <free>/<limit>} (LOCK-03); empty when granted
     */
    record Answer(boolean granted, String waitingFor, String message) {}

    /**
     * Takes all of them or none (LOCK-01). {@code answer} is called at once, then whenever the answer changes, last with yes; from any
     * thread. Asking again for the same holder only gives the answer again.
     *
     * @param priority higher ones come first, then those created earlier (LOCK-05)
     */
    void acquire(Holder holder, List<Lock> locks, int priority, Instant created, Consumer<Answer> answer);

    /** Gives up what the holder holds or waits for; unknown holders are ignored. */
    void release(Holder holder);

    /** Gives up everything of a run (LOCK-08). */
    void releaseAll(String namespace, String run);

    @Override
    void close();
}
