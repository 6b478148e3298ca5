package dev.skiff.expr;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation may know besides its variables.
 *
 * @param now the instant that {@code now()} returns; null where time is not allowed, then {@code now()} is an error
 * @param random what {@code sprig.uuidv4()} and the like draw from; null where chance is not allowed, then they are an error
 */
public record EvalContext(
        @Nullable Instant now, Limits limits, @Nullable RandomSource random) {

    private static final EvalContext TIMELESS = new EvalContext(null, Limits.DEFAULT);

    public EvalContext(@Nullable Instant now, Limits limits) {
        this(now, limits, null);
    }

    public static EvalContext at(Instant now) {
        return new EvalContext(now, Limits.DEFAULT);
    }

    public static EvalContext at(Instant now, RandomSource random) {
        return new EvalContext(now, Limits.DEFAULT, random);
    }

    /** No {@code now()}, nothing random, default limits. */
    public static EvalContext timeless() {
        return TIMELESS;
    }
}
