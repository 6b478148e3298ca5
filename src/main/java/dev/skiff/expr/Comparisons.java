package dev.skiff.expr;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Equality and order of values. Different types are unequal, except int and float, and cannot be ordered. */
final class Comparisons {

    private Comparisons() {}

    static boolean compare(BinaryOperator operator, @Nullable Object left, @Nullable Object right, Span span)
            throws ExprException {
        return switch (operator) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> !equal(left, right);
            case LESS -> order(operator, left, right, span) < 0;
            case LESS_OR_EQUAL -> !isNaN(left, right) && order(operator, left, right, span) <= 0;
            case GREATER -> !isNaN(left, right) && order(operator, left, right, span) > 0;
            case GREATER_OR_EQUAL -> !isNaN(left, right) && order(operator, left, right, span) >= 0;
            default -> throw new IllegalArgumentException(operator + " does not compare");
        };
    }

    private static boolean isNaN(@Nullable Object left, @Nullable Object right) {
        return left instanceof Double a && a.isNaN() || right instanceof Double b && b.isNaN();
    }

    static boolean equal(@Nullable Object rawLeft, @Nullable Object rawRight) {
        Object left = Values.of(rawLeft);
        Object right = Values.of(rawRight);
        if (left == right) {
            return !(left instanceof Double number && number.isNaN());
        }
        if (left == null || right == null) {
            return false;
        }
        if (left instanceof Long a && right instanceof Long b) {
            return a.longValue() == b.longValue();
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        if (left instanceof ZonedDateTime a && right instanceof ZonedDateTime b) {
            return a.isEqual(b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return equalLists(a, b);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return equalMaps(a, b);
        }
        return left.equals(right);
    }

    private static boolean equalLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : a.entrySet()) {
            if (!b.containsKey(entry.getKey()) || !equal(entry.getValue(), b.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Negative, zero or positive; NaN is before nothing. */
    private static int order(BinaryOperator operator, @Nullable Object left, @Nullable Object right, Span span)
            throws ExprException {
        if (isNaN(left, right) && left instanceof Number && right instanceof Number) {
            return 1;
        }
        Integer order = order(left, right);
        if (order == null) {
            throw new ExprException(
                    "invalid operation: " + operator.symbol() + " (mismatched types " + GoTypes.name(left) + " and "
                            + GoTypes.name(right) + ")"
                            + (left instanceof String || right instanceof String
                                    ? "; parameter values are text: use asInt() or asFloat()"
                                    : ""),
                    span);
        }
        return order;
    }

    /** The order of two values, or null when they have none. */
    static @Nullable Integer order(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
        }
        if (left instanceof String a && right instanceof String b) {
            return TextOperations.compare(a, b);
        }
        if (left instanceof ZonedDateTime a && right instanceof ZonedDateTime b) {
            return a.toInstant().compareTo(b.toInstant());
        }
        return left instanceof Duration a && right instanceof Duration b ? (Integer) a.compareTo(b) : null;
    }
}
