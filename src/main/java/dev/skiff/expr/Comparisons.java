package dev.skiff.expr;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Equality and order of values. Different types are unequal, except int and float, and cannot be ordered. */
final class Comparisons {

    private Comparisons() {}

    static boolean compare(
            BinaryOperator operator, @Nullable Object left, @Nullable Object right, Evaluator evaluator, Span span)
            throws ExprException {
        return switch (operator) {
            case EQUAL -> equal(left, right, evaluator, span);
            case NOT_EQUAL -> !equal(left, right, evaluator, span);
            case LESS -> order(operator, left, right, span) < 0;
            case LESS_OR_EQUAL -> !isNaN(left, right) && order(operator, left, right, span) <= 0;
            case GREATER -> !isNaN(left, right) && order(operator, left, right, span) > 0;
            case GREATER_OR_EQUAL -> !isNaN(left, right) && order(operator, left, right, span) >= 0;
            default -> throw new IllegalArgumentException(operator + " does not compare");
        };
    }

    static boolean isNaN(@Nullable Object left, @Nullable Object right) {
        return left instanceof Double a && a.isNaN() || right instanceof Double b && b.isNaN();
    }

    /** Counts the parts that are looked at as steps. */
    static boolean equal(@Nullable Object left, @Nullable Object right, Evaluator evaluator, Span span)
            throws ExprException {
        Equality equality = new Equality();
        boolean equal = equality.equal(left, right, 0);
        evaluator.spend(equality.parts / 4, span);
        return equal;
    }

    /** @throws TooComplexException when the values are too deep, or hold too many parts, to be compared */
    static boolean equal(@Nullable Object left, @Nullable Object right) {
        return new Equality().equal(left, right, 0);
    }

    /** One comparison of two values, which counts the parts that it looks at. */
    private static final class Equality {
        private int parts;

        private boolean equal(@Nullable Object rawLeft, @Nullable Object rawRight, int depth) {
            if (depth > Limits.VALUE_DEPTH || ++parts > Limits.DEFAULT.steps()) {
                throw new TooComplexException("values are too deep or too large to be compared");
            }
            Object left = Values.of(rawLeft);
            Object right = Values.of(rawRight);
            if (left == right) {
                return !(left instanceof Double number && number.isNaN());
            }
            return switch (left) {
                case null -> false;
                case Long a when right instanceof Long b -> a.longValue() == b.longValue();
                case Number a when right instanceof Number b -> a.doubleValue() == b.doubleValue();
                case ZonedDateTime a when right instanceof ZonedDateTime b -> a.isEqual(b);
                case List<?> a -> right instanceof List<?> b && equalLists(a, b, depth);
                case Map<?, ?> a -> right instanceof Map<?, ?> b && equalMaps(a, b, depth);
                default -> left.equals(right);
            };
        }

        private boolean equalLists(List<?> a, List<?> b, int depth) {
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!equal(a.get(i), b.get(i), depth + 1)) {
                    return false;
                }
            }
            return true;
        }

        private boolean equalMaps(Map<?, ?> a, Map<?, ?> b, int depth) {
            if (a.size() != b.size()) {
                return false;
            }
            for (Map.Entry<?, ?> entry : a.entrySet()) {
                if (!b.containsKey(entry.getKey()) || !equal(entry.getValue(), b.get(entry.getKey()), depth + 1)) {
                    return false;
                }
            }
            return true;
        }
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
