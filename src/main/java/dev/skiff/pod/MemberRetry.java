package dev.skiff.pod;

import dev.skiff.expr.GoDuration;
import dev.skiff.model.ContainerSetTemplate;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How often the command of a containerSet's member is executed in its container (RETRY-20).
 *
 * @param executions in all, at least 1
 * @param pause between the end of one and the start of the next
 */
public record MemberRetry(int executions, Duration pause) {

    public static final MemberRetry NONE = new MemberRetry(1, Duration.ZERO);

    /** Upstream's {@code retries} counts executions, whatever its field's documentation says (CONFLICT-03); 0 is taken for 1. */
    static MemberRetry of(@Nullable ContainerSetTemplate set, Consumer<String> problems) {
        var strategy = set == null ? null : set.retryStrategy();
        if (strategy == null) {
            return NONE;
        }
        Duration pause = Duration.ZERO;
        String duration = strategy.duration();
        if (duration != null && !duration.isBlank()) {
            Duration parsed = GoDuration.parse(duration.strip());
            if (parsed == null || parsed.isNegative()) {
                problems.accept("containerSet.retryStrategy.duration is not a duration: '" + duration
                        + "'; write for instance 30s, 5m or 1h30m");
                return NONE;
            }
            pause = parsed;
        }
        return new MemberRetry(Math.max(1, executions(strategy.retries(), problems)), pause);
    }

    private static int executions(IntOrString retries, Consumer<String> problems) {
        Integer number = retries.getIntVal();
        if (number != null) {
            return number;
        }
        try {
            return Integer.parseInt(retries.getStrVal().strip());
        } catch (NumberFormatException e) {
            problems.accept("containerSet.retryStrategy.retries is not a number: '" + retries.getStrVal() + "'");
            return 1;
        }
    }
}
