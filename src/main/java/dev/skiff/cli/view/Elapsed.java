package dev.skiff.cli.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Durations for people: {@code 4s}, {@code 2m10s}, {@code 1h02m}, {@code 3d04h}. */
public final class Elapsed {
    private Elapsed() {}

    /** From the start to the end, or to now if there is none yet; empty without a start. */
    public static String between(@Nullable Instant start, @Nullable Instant end, Instant now) {
        return start == null ? "" : of(Duration.between(start, end == null ? now : end));
    }

    /** A negative duration counts as none. */
    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return "%dm%02ds".formatted(seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return "%dh%02dm".formatted(seconds / 3600, seconds / 60 % 60);
        }
        return "%dd%02dh".formatted(seconds / 86_400, seconds / 3600 % 24);
    }
}
