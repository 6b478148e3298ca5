package dev.skiff.expr;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic of expr-lang: int64 that wraps, float64, text, times and durations; {@code /} and {@code **} give floats. */
final class Operations {

    private Operations() {}

    static Object unary(String operator, @Nullable Object value, Span span) throws ExprException {
        return switch (operator) {
            case "-" ->
                switch (value) {
                    case Long number -> -number;
                    case Double number -> -number;
                    case null, default -> throw mismatch(operator, value, span);
                };
            case "+" ->
                switch (value) {
                    case Long number -> number;
                    case Double number -> number;
                    case null, default -> throw mismatch(operator, value, span);
                };
            default -> {
                if (value instanceof Boolean flag) {
                    yield !flag;
                }
                throw mismatch(operator, value, span);
            }
        };
    }

    static Object arithmetic(BinaryOperator operator, @Nullable Object left, @Nullable Object right, Span span)
            throws ExprException {
        if (left instanceof Long a && right instanceof Long b) {
            return integers(operator, a, b, span);
        }
        if (left instanceof Number a && right instanceof Number b && operator != BinaryOperator.MODULO) {
            return floats(operator, a.doubleValue(), b.doubleValue());
        }
        if (left instanceof String a && right instanceof String b && operator == BinaryOperator.ADD) {
            return a + b;
        }
        Object time = times(operator, left, right, span);
        if (time != null) {
            return time;
        }
        throw new ExprException(
                "invalid operation: " + operator.symbol() + " (mismatched types " + GoTypes.name(left) + " and "
                        + GoTypes.name(right) + ")" + hint(left, right),
                span);
    }

    private static String hint(@Nullable Object left, @Nullable Object right) {
        boolean mixed =
                left instanceof String && right instanceof Number || left instanceof Number && right instanceof String;
        return mixed ? "; parameter values are text: use asInt() or asFloat(), or string() to join texts" : "";
    }

    private static Object integers(BinaryOperator operator, long a, long b, Span span) throws ExprException {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case MODULO -> {
                if (b == 0) {
                    throw new ExprException("integer divide by zero", span);
                }
                yield a % b;
            }
            default -> floats(operator, a, b);
        };
    }

    private static Object floats(BinaryOperator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> GoMath.pow(a, b);
            default -> throw new IllegalArgumentException(operator + " is not arithmetic");
        };
    }

    private static @Nullable Object times(
            BinaryOperator operator, @Nullable Object left, @Nullable Object right, Span span) throws ExprException {
        try {
            return switch (operator) {
                case ADD -> {
                    if (left instanceof ZonedDateTime time && right instanceof Duration duration) {
                        yield time.plus(duration);
                    }
                    if (left instanceof Duration duration && right instanceof ZonedDateTime time) {
                        yield time.plus(duration);
                    }
                    yield left instanceof Duration a && right instanceof Duration b ? a.plus(b) : null;
                }
                case SUBTRACT -> {
                    if (left instanceof ZonedDateTime a && right instanceof ZonedDateTime b) {
                        yield Duration.between(b, a);
                    }
                    if (left instanceof ZonedDateTime time && right instanceof Duration duration) {
                        yield time.minus(duration);
                    }
                    yield left instanceof Duration a && right instanceof Duration b ? a.minus(b) : null;
                }
                case MULTIPLY -> {
                    if (left instanceof Duration duration && right instanceof Number factor) {
                        yield scaled(duration, factor);
                    }
                    yield left instanceof Number factor && right instanceof Duration duration
                            ? scaled(duration, factor)
                            : null;
                }
                default -> null;
            };
        } catch (DateTimeException | ArithmeticException _) {
            throw new ExprException("time is out of range", span);
        }
    }

    private static Duration scaled(Duration duration, Number factor) {
        return factor instanceof Long whole
                ? Duration.ofNanos(duration.toNanos() * whole)
                : Duration.ofNanos((long) (duration.toNanos() * factor.doubleValue()));
    }

    /** {@code 1..3}; empty when the end is before the start. */
    static List<Object> range(@Nullable Object from, @Nullable Object to, Evaluator evaluator, Span span)
            throws ExprException {
        if (!(from instanceof Long first) || !(to instanceof Long last)) {
            throw new ExprException(
                    "invalid operation: .. (mismatched types " + GoTypes.name(from) + " and " + GoTypes.name(to) + ")",
                    span);
        }
        if (last < first) {
            return List.of();
        }
        long size = last - first + 1;
        evaluator.spendList(size <= 0 ? Long.MAX_VALUE / 2 : size, span);
        List<Object> list = new ArrayList<>((int) size);
        for (int i = 0; i < size; i++) {
            list.add(first + i);
        }
        return list;
    }

    private static ExprException mismatch(String operator, @Nullable Object value, Span span) {
        return new ExprException(
                "invalid operation: " + operator + " (mismatched type " + GoTypes.name(value) + ")", span);
    }
}
