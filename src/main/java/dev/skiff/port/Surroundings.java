package dev.skiff.port;

import java.time.Instant;
import java.util.Optional;

/** Where this process runs, seen from the place where its tasks run. By default it is one that nobody replaces. */
@FunctionalInterface
public interface Surroundings {

    /** The namespace of workflows that name none; empty when the place has no namespaces. */
    String namespace();

    /**
     * Who this process is, if another one may have to take its place: two processes that are the same give their runs the same names, so
     * that the second finds the tasks of the first.
     */
    default Optional<Identity> identity() {
        return Optional.empty();
    }

    /** Notes how a run has ended, where the next process that is the same finds it. A note that cannot be made is a warning. */
    default Optional<String> ended(String run, boolean succeeded) {
        return Optional.empty();
    }

    /**
     * @param key the same for all processes that are the same, and for no other
     * @param since when the first of them was asked for
     */
    record Identity(String key, Instant since) {}

    /** How a run of this name ended in a process that was the same; empty when none has. */
    default Optional<Boolean> endedBefore(String run) {
        return Optional.empty();
    }

    /** Nothing is known, and nothing noted. */
    Surroundings NONE = () -> "";
}
