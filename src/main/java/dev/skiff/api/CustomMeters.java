package dev.skiff.api;

import dev.skiff.engine.Measurement;
import dev.skiff.engine.Measurement.Change;
import dev.skiff.port.Meter;
import io.prometheus.client.Collector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The metrics of users: one of a name has one kind and one help; its values differ by their labels, and may have different ones (MET-02). */
final class CustomMeters extends Collector {

    private static final String PREFIX = "argo_workflows_";
    /** A label with ever new values is a mistake that must not cost the controller its memory. */
    private static final int MOST = 10_000;

    private static final int LONGEST_LABEL = 1024;
    private static final double MILLIS = 1000;
    private static final Set<String> OURS =
            Arrays.stream(Meter.values()).map(Meter::fullName).collect(Collectors.toSet());

    private final InstantSource clock;
    private final Map<String, Metric> metrics = new HashMap<>();
    private Supplier<Duration> idle = () -> Duration.ZERO;
    private int size;

    /** All values of one name. */
    private record Metric(String kind, String help, Map<Key, Value> values) {

        @Override
        public String toString() {
            return "a " + kind + " with the help '" + help + "'";
        }
    }

    /** @param bounds of a histogram; with others it is another one */
    private record Key(Map<String, String> labels, List<Double> bounds) {}

    private static final class Value {
        /** Of a counter or gauge; the sum of a histogram. */
        double number;
        /** How many values of a histogram are at most each bound. */
        long[] counts = {};

        long count;
        Change.@Nullable Lasts lasts;
        Instant changed = Instant.EPOCH;
    }

    CustomMeters(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void forgetAfter(Supplier<Duration> time) {
        idle = time;
    }

    synchronized Optional<String> emit(Measurement m) {
        String name = PREFIX + m.name();
        String problem = problem(m, name);
        if (!problem.isEmpty()) {
            return Optional.of("metric '" + m.name() + "': " + problem);
        }
        Key key = new Key(m.labels(), m.change() instanceof Change.Observe o ? o.bounds() : List.of());
        Metric wanted = new Metric(kind(m.change()), m.help(), new HashMap<>());
        Metric known = metrics.getOrDefault(name, wanted);
        if (!known.kind().equals(wanted.kind()) || !known.help().equals(wanted.help())) {
            return Optional.of("metric '" + m.name() + "': it is " + wanted + ", but was " + known + " before");
        }
        Value value = known.values().get(key);
        if (value == null) {
            if (size >= MOST) {
                dropIdle();
            }
            if (size >= MOST) {
                return Optional.of("metric '" + m.name() + "': there are " + MOST
                        + " combinations of metrics and labels already; leave out labels that always have new values");
            }
            value = new Value();
            value.counts = new long[key.bounds().size()];
            metrics.put(name, known);
            known.values().put(key, value);
            size++;
        }
        change(value, m.change(), key);
        return Optional.empty();
    }

    /** What would make the page of all metrics wrong, or too large; empty for nothing. */
    private String problem(Measurement m, String name) {
        boolean histogram = m.change() instanceof Change.Observe;
        if (OURS.stream().anyMatch(our -> our.equals(name) || isSeriesOf(name, our))) {
            return "the controller has a metric of this name";
        }
        for (Map.Entry<String, Metric> other : metrics.entrySet()) {
            boolean taken = other.getValue().kind().equals("histogram") && isSeriesOf(name, other.getKey());
            if (taken || (histogram && isSeriesOf(other.getKey(), name))) {
                return "a histogram has a series of the name of another metric, " + other.getKey();
            }
        }
        if (histogram && m.labels().containsKey("le")) {
            return "the label 'le' of a histogram says the bucket; take another name";
        }
        return m.labels().values().stream().anyMatch(text -> text.length() > LONGEST_LABEL)
                ? "a label has more than " + LONGEST_LABEL + " characters"
                : "";
    }

    private static boolean isSeriesOf(String name, String histogram) {
        return name.startsWith(histogram)
                && List.of("_bucket", "_count", "_sum").contains(name.substring(histogram.length()));
    }

    private static String kind(Change change) {
        return switch (change) {
            case Change.Increase _ -> "counter";
            case Change.Set _, Change.Shift _, Change.Lasts _ -> "gauge";
            case Change.Observe _ -> "histogram";
        };
    }

    private void change(Value value, Change change, Key key) {
        value.changed = clock.instant();
        value.lasts = null;
        switch (change) {
            case Change.Increase increase -> value.number += increase.by();
            case Change.Shift shift -> value.number += shift.by();
            case Change.Set set -> value.number = set.to();
            case Change.Lasts lasts -> value.lasts = lasts;
            case Change.Observe observe -> {
                value.number += observe.value();
                value.count++;
                for (int i = 0; i < value.counts.length; i++) {
                    value.counts[i] += observe.value() <= key.bounds().get(i) ? 1 : 0;
                }
            }
        }
    }

    synchronized void forget(String owner) {
        drop(value -> value.lasts != null && value.lasts.owner().equals(owner));
    }

    /** What goes on is not idle. */
    private void dropIdle() {
        Duration time = idle.get();
        if (time.isPositive()) {
            Instant oldest = clock.instant().minus(time);
            drop(value -> value.changed.isBefore(oldest) && (value.lasts == null || value.lasts.until() != null));
        }
    }

    private void drop(Predicate<Value> which) {
        metrics.values().removeIf(metric -> {
            int before = metric.values().size();
            metric.values().values().removeIf(which);
            size -= before - metric.values().size();
            return metric.values().isEmpty();
        });
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        dropIdle();
        Instant now = clock.instant();
        List<MetricFamilySamples> families = new ArrayList<>();
        metrics.forEach((name, metric) -> {
            List<MetricFamilySamples.Sample> samples = new ArrayList<>();
            metric.values().forEach((key, value) -> add(samples, name, metric, key, value, now));
            // a counter too: as such, Prometheus' writer would give it another name than Argo does
            Type type = metric.kind().equals("histogram") ? Type.HISTOGRAM : Type.GAUGE;
            families.add(new MetricFamilySamples(name, type, metric.help(), samples));
        });
        return families;
    }

    private static void add(
            List<MetricFamilySamples.Sample> samples, String name, Metric metric, Key key, Value value, Instant now) {
        List<String> names = List.copyOf(key.labels().keySet());
        List<String> texts = List.copyOf(key.labels().values());
        if (!metric.kind().equals("histogram")) {
            samples.add(new MetricFamilySamples.Sample(name, names, texts, number(value, now)));
            return;
        }
        for (int i = 0; i < value.counts.length; i++) {
            samples.add(bucket(name, names, texts, doubleToGoString(key.bounds().get(i)), value.counts[i]));
        }
        samples.add(bucket(name, names, texts, "+Inf", value.count));
        samples.add(new MetricFamilySamples.Sample(name + "_count", names, texts, value.count));
        samples.add(new MetricFamilySamples.Sample(name + "_sum", names, texts, value.number));
    }

    private static MetricFamilySamples.Sample bucket(
            String name, List<String> names, List<String> texts, String bound, long count) {
        List<String> withBound = new ArrayList<>(names);
        withBound.add("le");
        List<String> values = new ArrayList<>(texts);
        values.add(bound);
        return new MetricFamilySamples.Sample(name + "_bucket", withBound, values, count);
    }

    private static double number(Value value, Instant now) {
        Change.Lasts lasts = value.lasts;
        if (lasts == null) {
            return value.number;
        }
        Instant until = lasts.until() == null ? now : lasts.until();
        return Math.max(0, Duration.between(lasts.since(), until).toMillis()) / MILLIS;
    }
}
