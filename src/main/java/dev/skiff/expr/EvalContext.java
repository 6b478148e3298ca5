package dev.skiff.expr;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation may know besides its variables.
 *
 * @param now the instant that {@code now()} returns; null where time is not allowed, then {@code now()} is an error
 */
public record EvalContext(@Nullable Instant now, Limits limits) {

    private static final EvalContext TIMELESS = new EvalContext(null, Limits.DEFAULT);

    public static EvalContext at(Instant now) {
        return new EvalContext(now, Limits.DEFAULT);
    }

    /** No {@code now()}, default limits. */
    public static EvalContext timeless() {
        return TIMELESS;
    }
}
