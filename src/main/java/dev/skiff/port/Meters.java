package dev.skiff.port;

import java.time.Duration;
import java.util.function.DoubleSupplier;

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
}
