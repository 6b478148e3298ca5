package dev.skiff.api;

import dev.skiff.engine.Measurement;
import dev.skiff.port.Meter;
import dev.skiff.port.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measurements in Micrometer's registry, which {@code /metrics} shows. */
@Singleton
final class MicrometerMeters implements Meters {

    private static final Duration[] REQUEST_BUCKETS =
            milliseconds(5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000, 180_000);
    private static final Duration[] DECISION_BUCKETS =
            milliseconds(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000);

    private final PrometheusMeterRegistry registry;
    private final CustomMeters customs;
    // the registry would find them, too, but only after it has made each anew
    private final Map<List<Object>, Counter> counters = new ConcurrentHashMap<>();
    private final Map<List<Object>, Timer> timers = new ConcurrentHashMap<>();
    private final Map<List<Object>, AtomicLong> sums = new ConcurrentHashMap<>();
    private final Map<List<Object>, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    @Inject
    MicrometerMeters(PrometheusMeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.customs = new CustomMeters(clock);
        registry.getPrometheusRegistry().register(customs);
        NamingConvention usual = registry.config().namingConvention();
        registry.config().namingConvention(new Names(usual));
    }

    /** Ours are Prometheus' names already, and Argo's to the letter. */
    private record Names(NamingConvention others) implements NamingConvention {

        @Override
        public String name(String name, io.micrometer.core.instrument.Meter.Type type, @Nullable String unit) {
            return name.startsWith("argo_workflows_") || name.startsWith("skiff_")
                    ? name
                    : others.name(name, type, unit);
        }

        @Override
        public String tagKey(String key) {
            return others.tagKey(key);
        }

        @Override
        public String tagValue(String value) {
            return others.tagValue(value);
        }
    }

    private static Duration[] milliseconds(long... bounds) {
        return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    @Override
    public void add(Meter counter, long amount, String... labels) {
        List<Object> key = key(counter, labels);
        if (counter.fullName().endsWith("_total")) {
            counters.computeIfAbsent(
                            key,
                            k -> Counter.builder(counter.fullName())
                                    .description(counter.help())
                                    .tags(tags(counter, Meter.Kind.COUNTER, labels))
                                    .register(registry))
                    .increment(amount);
        } else {
            // Prometheus' writer insists on total_count_total for a counter: as a gauge it keeps the name that
            // dashboards for Argo know
            sums.computeIfAbsent(key, k -> {
                        var sum = new AtomicLong();
                        gauge(counter, tags(counter, Meter.Kind.COUNTER, labels), sum::doubleValue);
                        return sum;
                    })
                    .addAndGet(amount);
        }
    }

    @Override
    public void took(Meter histogram, Duration time, String... labels) {
        timers.computeIfAbsent(
                        key(histogram, labels),
                        k -> Timer.builder(histogram.fullName())
                                .description(histogram.help())
                                .tags(tags(histogram, Meter.Kind.HISTOGRAM, labels))
                                .serviceLevelObjectives(
                                        histogram == Meter.REQUEST_SECONDS ? REQUEST_BUCKETS : DECISION_BUCKETS)
                                .register(registry))
                .record(time);
    }

    @Override
    public void show(Meter gauge, DoubleSupplier value, String... labels) {
        List<Tag> tags = tags(gauge, Meter.Kind.GAUGE, labels);
        List<Object> key = key(gauge, labels);
        if (gauges.put(key, value) == null) {
            gauge(gauge, tags, () -> gauges.getOrDefault(key, value).getAsDouble());
        }
    }

    private void gauge(Meter meter, List<Tag> tags, DoubleSupplier value) {
        Gauge.builder(meter.fullName(), value, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .description(meter.help())
                .tags(tags)
                .register(registry);
    }

    @Override
    public Optional<String> emit(Measurement custom) {
        return customs.emit(custom);
    }

    @Override
    public void forget(String owner) {
        customs.forget(owner);
    }

    @Override
    public void forgetAfter(Supplier<Duration> idle) {
        customs.forgetAfter(idle);
    }

    private static List<Object> key(Meter meter, String... labels) {
        return List.of(meter, Arrays.asList(labels));
    }

    private static List<Tag> tags(Meter meter, Meter.Kind kind, String... values) {
        List<String> names = meter.labels();
        if (meter.kind() != kind || names.size() != values.length) {
            throw new IllegalArgumentException(meter + " is a " + meter.kind() + " with the labels " + names
                    + ", not a " + kind + " with " + values.length);
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(names.get(i), values[i]));
        }
        return tags;
    }
}
