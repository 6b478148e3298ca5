package dev.skiff.engine;

import dev.skiff.expr.Expr;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.NodePhase;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A retryStrategy with its values, for one Retry node.
 *
 * @param limit retries beyond the first attempt; null for no limit (RETRY-01)
 * @param duration base of the backoff; null when there is none
 */
record RetryPlan(
        @Nullable Integer limit,
        Policy policy,
        @Nullable String expression,
        @Nullable Duration duration,
        int factor,
        @Nullable Duration cap,
        @Nullable Duration maxDuration) {

    /** RETRY-03. */
    enum Policy {
        ALWAYS,
        ON_FAILURE,
        ON_ERROR,
        ON_TRANSIENT_ERROR;

        /** Whether an attempt that ended so may be repeated. */
        boolean covers(NodePhase phase, String message) {
            return switch (this) {
                case ALWAYS -> true;
                case ON_FAILURE -> phase == NodePhase.FAILED;
                case ON_ERROR -> phase == NodePhase.ERROR;
                case ON_TRANSIENT_ERROR -> Transient.matches(message);
            };
        }
    }

    static RetryPlan of(RetryRule rule, CallScope scope) throws TextTree.Unresolvable {
        String limit = text(rule.limit(), scope);
        String expression = text(rule.expression(), scope);
        String factor = text(rule.factor(), scope);
        Duration base = duration(rule.duration(), "backoff.duration", scope);
        if (rule.hasBackoff() && base == null) {
            throw new TextTree.Unresolvable("no base duration specified for retryStrategy");
        }
        return new RetryPlan(
                limit == null ? null : whole(limit, "limit"),
                policy(text(rule.policy(), scope), expression != null),
                expression,
                base,
                factor == null ? 0 : whole(factor, "backoff.factor"),
                duration(rule.cap(), "backoff.cap", scope),
                duration(rule.maxDuration(), "backoff.maxDuration", scope));
    }

    private static @Nullable String text(@Nullable TemplateText text, CallScope scope) throws TextTree.Unresolvable {
        return text == null ? null : scope.keep(text);
    }

    private static int whole(String text, String field) throws TextTree.Unresolvable {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new TextTree.Unresolvable(
                    "retryStrategy." + field + " is not a whole number: '" + Texts.start(text) + "'");
        }
    }

    private static @Nullable Duration duration(@Nullable TemplateText source, String field, CallScope scope)
            throws TextTree.Unresolvable {
        String text = text(source, scope);
        if (text == null || text.isBlank()) {
            return null;
        }
        return Durations.orSeconds(text, "retryStrategy." + field);
    }

    /** RETRY-02. */
    private static Policy policy(@Nullable String text, boolean hasExpression) throws TextTree.Unresolvable {
        if (text == null || text.isBlank()) {
            return hasExpression ? Policy.ALWAYS : Policy.ON_FAILURE;
        }
        return switch (text) {
            case "Always" -> Policy.ALWAYS;
            case "OnFailure" -> Policy.ON_FAILURE;
            case "OnError" -> Policy.ON_ERROR;
            case "OnTransientError" -> Policy.ON_TRANSIENT_ERROR;
            default -> throw new TextTree.Unresolvable(text + " is not a valid RetryPolicy");
        };
    }

    /** RETRY-10, RETRY-14: after so many attempts, how long to wait. */
    Duration waitAfter(int attempts) {
        if (duration == null) {
            return Duration.ZERO;
        }
        double seconds = duration.toNanos() / 1e9;
        if (factor > 0) {
            seconds *= Math.pow(factor, attempts - 1.0);
        }
        Duration wait = seconds >= Long.MAX_VALUE / 1e9
                ? Duration.ofNanos(Long.MAX_VALUE)
                : Duration.ofNanos((long) (seconds * 1e9));
        return cap != null && wait.compareTo(cap) > 0 ? cap : wait;
    }

    /** RETRY-06. */
    boolean expressionHolds(CallScope scope) throws TextTree.Unresolvable {
        if (expression == null) {
            return true;
        }
        try {
            Expr parsed = Expressions.parse(expression);
            if (Expressions.evaluate(parsed, scope, scope.context()) instanceof Boolean b) {
                return b;
            }
            throw new TextTree.Unresolvable("retryStrategy.expression is neither true nor false: " + expression);
        } catch (ExprException e) {
            throw new TextTree.Unresolvable(String.valueOf(e.getMessage()));
        }
    }

    /** Words by which infrastructure says that trying again may help (RETRY-03). */
    private static final class Transient {
        private static final java.util.List<String> PATTERNS = java.util.List.of(
                "transient",
                "timeout",
                "timed out",
                "connection refused",
                "connection reset",
                "tls handshake",
                "temporarily unavailable",
                "too many requests",
                "exceeded quota",
                "try again");

        private Transient() {}

        static boolean matches(String message) {
            String lower = message.toLowerCase(Locale.ROOT);
            return PATTERNS.stream().anyMatch(lower::contains);
        }
    }
}
