package dev.skiff.port;

import java.time.Instant;
import java.util.Optional;

/** Where this process runs, seen from the place where its tasks run. */
public interface Surroundings {

    /** The namespace of workflows that name none; empty when the place has no namespaces. */
    String namespace();

    /**
     * Who this process is, if another one may have to take its place: two processes that are the same give their runs the same names, so
     * that the second finds the tasks of the first.
     */
    Optional<Identity> identity();

    /** Notes how a run has ended, where the next process that is the same finds it. A note that cannot be made is a warning. */
    Optional<String> ended(String run, boolean succeeded);

    /**
     * @param key the same for all processes that are the same, and for no other
     * @param since when the first of them was asked for
     */
    record Identity(String key, Instant since) {}

    /** How a run of this name ended in a process that was the same; empty when none has. */
    Optional<Boolean> endedBefore(String run);

    /** Nothing is known, and nothing noted. */
    Surroundings NONE = new Surroundings() {
        @Override
        public String namespace() {
            return "";
        }

        @Override
        public Optional<Identity> identity() {
            return Optional.empty();
        }

        @Override
        public Optional<String> ended(String run, boolean succeeded) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> endedBefore(String run) {
            return Optional.empty();
        }
    };
}
