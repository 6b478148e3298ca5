package dev.skiff.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One value of a metric that a workflow or template asks for.
 *
 * @param name without any prefix
 * @param labels sorted; together with the name and the bounds they say which value it is (MET-02)
 */
public record Measurement(String name, String help, Map<String, String> labels, Change change) {

    public Measurement {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** What it does to the metric. */
    public sealed interface Change {

        /** Adds to a counter; never below 0. */
        record Increase(double by) implements Change {}

        /** Gives a gauge its value. */
        record Set(double to) implements Change {}

        /** Changes a gauge's value; below 0 to lower it. */
        record Shift(double by) implements Change {}

        /** Adds a value to a histogram. */
        record Observe(double value, List<Double> bounds) implements Change {

            public Observe {
                bounds = bounds.stream().sorted().toList();
            }
        }

        /**
         * Lets a gauge show how many seconds something has lasted, now or in all.
         *
         * @param owner the uid of the workflow: with it, the gauge goes
         * @param until null while it goes on
         */
        record Lasts(String owner, Instant since, @Nullable Instant until) implements Change {}
    }
}
