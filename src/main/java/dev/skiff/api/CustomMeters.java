package dev.skiff.api;

import dev.skiff.engine.Measurement;
import dev.skiff.engine.Measurement.Change;
import dev.skiff.port.Meter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Collectors;

/** The metrics of users: one of a name has one kind, one help, and one set of labels (MET-02). */
final class CustomMeters {

    private static final String PREFIX = "argo_workflows_";
    /** Each lives as long as the process: a label with ever new values is a mistake that must not cost the controller its memory. */
    private static final int MOST = 10_000;

    private static final double NANOS = 1e9;
    private static final Set<String> OURS =
            Arrays.stream(Meter.values()).map(Meter::fullName).collect(Collectors.toSet());

    private final MeterRegistry registry;
    private final Map<String, Definition> definitions = new ConcurrentHashMap<>();
    private final Map<List<Object>, DoubleAdder> values = new ConcurrentHashMap<>();

    private record Definition(String kind, String help, List<String> labels, List<Double> bounds) {

        static Definition of(Measurement m) {
            List<String> labels = List.copyOf(m.labels().keySet());
            return switch (m.change()) {
                case Change.Increase i -> new Definition("counter", m.help(), labels, List.of());
                case Change.Set s -> new Definition("gauge", m.help(), labels, List.of());
                case Change.Shift s -> new Definition("gauge", m.help(), labels, List.of());
                case Change.Observe o -> new Definition("histogram", m.help(), labels, o.bounds());
            };
        }

        @Override
        public String toString() {
            return "a " + kind + " with the labels " + labels + ", the help '" + help + "'"
                    + (bounds.isEmpty() ? "" : " and the buckets " + bounds);
        }
    }

    CustomMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    Optional<String> emit(Measurement m) {
        String name = PREFIX + m.name();
        if (OURS.contains(name)) {
            return Optional.of("metric '" + m.name() + "': the controller has a metric of this name");
        }
        Definition wanted = Definition.of(m);
        Definition known = definitions.computeIfAbsent(m.name(), n -> wanted);
        if (!known.equals(wanted)) {
            return Optional.of("metric '" + m.name() + "': it is " + wanted + ", but was " + known + " before");
        }
        List<Object> key = List.of(m.name(), m.labels());
        if (values.size() >= MOST && !values.containsKey(key)) {
            return Optional.of("metric '" + m.name() + "': there are " + MOST
                    + " combinations of metrics and labels already; leave out labels that always have new values");
        }
        change(m, name, values.computeIfAbsent(key, k -> begun(m, name)));
        return Optional.empty();
    }

    private DoubleAdder begun(Measurement m, String name) {
        DoubleAdder value = new DoubleAdder();
        if (!(m.change() instanceof Change.Observe)) {
            Gauge.builder(name, value, DoubleAdder::sum)
                    .strongReference(true)
                    .description(m.help())
                    .tags(tags(m))
                    .register(registry);
        }
        return value;
    }

    private void change(Measurement m, String name, DoubleAdder value) {
        switch (m.change()) {
            case Change.Increase increase -> value.add(increase.by());
            case Change.Shift shift -> value.add(shift.by());
            case Change.Set set -> {
                synchronized (value) {
                    value.reset();
                    value.add(set.to());
                }
            }
            // a value counts as so many seconds: Micrometer's summaries know whole numbers only
            case Change.Observe observe ->
                Timer.builder(name)
                        .description(m.help())
                        .tags(tags(m))
                        .serviceLevelObjectives(observe.bounds().stream()
                                .map(CustomMeters::seconds)
                                .toArray(Duration[]::new))
                        .register(registry)
                        .record(seconds(observe.value()));
        }
    }

    private static Duration seconds(double value) {
        return Duration.ofNanos(Math.round(value * NANOS));
    }

    private static List<Tag> tags(Measurement m) {
        return m.labels().entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList();
    }
}
