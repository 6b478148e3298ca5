package dev.skiff.port;

import dev.skiff.engine.Measurement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Takes measurements. Thread-safe, quick, and never fails: nothing depends on whether somebody reads them. */
public interface Meters {

    /** Takes them and forgets them. */
    Meters NONE = new Meters() {
        @Override
        public void add(Meter counter, long amount, String... labels) {}

        @Override
        public void took(Meter histogram, Duration time, String... labels) {}

        @Override
        public void show(Meter gauge, DoubleSupplier value, String... labels) {}

        @Override
        public Optional<String> emit(Measurement custom) {
            return Optional.empty();
        }

        @Override
        public void forget(String owner) {}

        @Override
        public void forgetAfter(Supplier<Duration> idle) {}
    };

    /**
     * Adds to a counter.
     *
     * @param labels a value for each of {@link Meter#labels}; few different ones, for each lives as long as the process
     */
    void add(Meter counter, long amount, String... labels);

    /** Adds 1 to a counter. */
    default void count(Meter counter, String... labels) {
        add(counter, 1, labels);
    }

    /** Adds a time to a histogram. */
    void took(Meter histogram, Duration time, String... labels);

    /** Lets a gauge be asked for its value whenever somebody reads it; replaces what it was asked of before. */
    void show(Meter gauge, DoubleSupplier value, String... labels);

    /**
     * Takes a value of a metric of a user's, below the prefix {@code argo_workflows_}.
     *
     * @return why it cannot be taken, a sentence for the workflow's condition MetricsError: a metric of this name is of another kind, or has
     *     another help (MET-02)
     */
    Optional<String> emit(Measurement custom);

    /** Drops the gauges that show how long a workflow, or a step of it, has lasted. @param owner the uid of the workflow */
    void forget(String owner);

    /** Has a user's value dropped when it has not been changed for so long. @param idle asked again each time; zero for never */
    void forgetAfter(Supplier<Duration> idle);
}
