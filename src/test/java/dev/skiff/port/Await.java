package dev.skiff.port;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that happens elsewhere; fails with a sentence when it does not. */
public final class Await {
    /** Long enough for a loaded machine: only a failing test waits so long. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {}

    /** Waits until {@code condition} holds; {@code seen} is asked for what was seen instead when it never does. */
    public static void until(String what, BooleanSupplier condition, Supplier<?> seen) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + PATIENCE.toSeconds() + " s for: " + what + "; seen: " + seen.get());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
