package dev.skiff.kubernetes.pods;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How fast pods are made, of all namespaces together (Argo's key {@code resourceRateLimit}): a bucket of tokens. Thread-safe. */
public final class PodRate {
    private static final double MILLIS = 1000;

    /**
     * @param limit pods a second in the long run
     * @param burst how many at once
     */
    public record Limit(double limit, int burst) {}

    private final Supplier<@Nullable Limit> limit;
    private final InstantSource clock;
    private @Nullable Limit last;
    private double tokens;
    private Instant filled = Instant.EPOCH;

    /** @param limit asked again for each pod; gives null for none */
    public PodRate(Supplier<@Nullable Limit> limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Takes the next turn. @return milliseconds until it comes; 0 when it is now */
    synchronized long reserve() {
        Limit now = limit.get();
        if (now == null || now.limit() <= 0) {
            last = null;
            return 0;
        }
        Instant at = clock.instant();
        if (now.equals(last)) {
            tokens += Duration.between(filled, at).toMillis() / MILLIS * now.limit();
        } else {
            tokens = Math.max(1, now.burst());
        }
        last = now;
        filled = at;
        tokens = Math.min(tokens, Math.max(1, now.burst())) - 1;
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / now.limit() * MILLIS);
    }
}
