package dev.skiff.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the parts of a process that serves say about their health, for whoever asks: a part is alive while it has given a sign of life within
 * the allowed age, and ready when it says so. Thread-safe.
 */
public final class Vitals {

    /** As Argo's controller has it ({@code HEALTHZ_AGE}). */
    public static final Duration DEFAULT_AGE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Duration age;
    private final Map<String, Instant> beats = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> readiness = new ConcurrentHashMap<>();

    /** @param age after which a part without a sign of life counts as dead */
    public Vitals(InstantSource clock, Duration age) {
        this.clock = clock;
        this.age = age;
    }

    /** A sign of life of a part: its loop has turned. The first one says that there is such a part. */
    public void beat(String part) {
        beats.put(part, clock.instant());
    }

    /** The part has ended as it should; nobody waits for its signs of life any more. */
    public void ended(String part) {
        beats.remove(part);
        readiness.remove(part);
    }

    /** @param missing says what the part still waits for; empty when it is ready */
    public void ready(String part, Supplier<String> missing) {
        readiness.put(part, missing);
    }

    /** For each part what is wrong with it; empty when it is alive. */
    public Map<String, String> alive() {
        Instant now = clock.instant();
        Map<String, String> parts = new TreeMap<>();
        beats.forEach((part, last) -> {
            Duration silent = Duration.between(last, now);
            parts.put(part, silent.compareTo(age) <= 0 ? "" : "no sign of life for " + silent.toSeconds() + " s");
        });
        return parts;
    }

    /** For each part what it waits for; empty when it is ready. */
    public Map<String, String> ready() {
        Map<String, String> parts = new TreeMap<>();
        readiness.forEach((part, missing) -> parts.put(part, missing.get()));
        return parts;
    }
}
