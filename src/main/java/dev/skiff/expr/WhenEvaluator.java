package dev.skiff.expr;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a {@code when} condition: numbers are float64, and a type that does not fit an operator is an error. */
final class WhenEvaluator {

    private WhenEvaluator() {}

    static @Nullable Object evaluate(WhenNode node) throws ExprException {
        return switch (node) {
            case WhenNode.Value value -> value.value();
            case WhenNode.Parameter parameter ->
                throw new ExprException(
                        "No parameter '" + parameter.name() + "' found." + " (hint: put the word in quotes)",
                        parameter.span());
            case WhenNode.Prefix prefix -> prefix(prefix, evaluate(prefix.operand()));
            case WhenNode.Infix infix -> infix(infix);
            case WhenNode.Ternary ternary -> ternary(ternary);
            case WhenNode.Items items -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (WhenNode item : items.items()) {
                    values.add(evaluate(item));
                }
                yield values;
            }
        };
    }

    private static Object prefix(WhenNode.Prefix node, @Nullable Object value) throws ExprException {
        if (node.symbol().equals("!") && value instanceof Boolean flag) {
            return !flag;
        }
        if (node.symbol().equals("-") && value instanceof Double number) {
            return -number;
        }
        if (node.symbol().equals("~") && value instanceof Double number) {
            return (double) ~number.longValue();
        }
        throw new ExprException(
                "Value '" + GoFormat.value(value) + "' cannot be used with the prefix '" + node.symbol() + "'",
                node.span());
    }

    private static @Nullable Object ternary(WhenNode.Ternary node) throws ExprException {
        Object condition = evaluate(node.condition());
        return bool(condition, "?", "ternary operator", node.condition().span()) ? evaluate(node.then()) : null;
    }

    private static @Nullable Object infix(WhenNode.Infix node) throws ExprException {
        Object left = evaluate(node.left());
        String symbol = node.symbol();
        switch (symbol) {
            case "&&", "||" -> {
                boolean decides = symbol.equals("||");
                if (left instanceof Boolean flag && flag == decides) {
                    return flag;
                }
                boolean first =
                        bool(left, symbol, "logical operator", node.left().span());
                boolean second = bool(
                        evaluate(node.right()),
                        symbol,
                        "logical operator",
                        node.right().span());
                return decides ? first || second : first && second;
            }
            case "??" -> {
                return left != null ? left : evaluate(node.right());
            }
            default -> {
                Object right = evaluate(node.right());
                return isComparator(symbol) ? compare(node, left, right) : modify(node, left, right);
            }
        }
    }

    private static boolean isComparator(String symbol) {
        return switch (symbol) {
            case "==", "!=", "<", "<=", ">", ">=", "=~", "!~", "in" -> true;
            default -> false;
        };
    }

    private static boolean bool(@Nullable Object value, String symbol, String kind, Span span) throws ExprException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new ExprException(
                "Value '" + GoFormat.value(value) + "' cannot be used with the " + kind + " '" + symbol
                        + "', it is not a bool",
                span);
    }

    private static boolean compare(WhenNode.Infix node, @Nullable Object left, @Nullable Object right)
            throws ExprException {
        return switch (node.symbol()) {
            case "==" -> Comparisons.equal(left, right);
            case "!=" -> !Comparisons.equal(left, right);
            case "in" -> {
                if (!(right instanceof List<?> list)) {
                    throw notANumber(node, right);
                }
                yield list.stream().anyMatch(item -> Comparisons.equal(left, item));
            }
            case "=~", "!~" -> matches(node, left, right) == node.symbol().equals("=~");
            default -> {
                Integer order = left instanceof Boolean ? null : Comparisons.order(left, right);
                if (order == null) {
                    throw notANumber(node, left);
                }
                yield !Comparisons.isNaN(left, right)
                        && switch (node.symbol()) {
                            case "<" -> order < 0;
                            case "<=" -> order <= 0;
                            case ">" -> order > 0;
                            default -> order >= 0;
                        };
            }
        };
    }

    private static boolean matches(WhenNode.Infix node, @Nullable Object left, @Nullable Object right)
            throws ExprException {
        if (!(left instanceof String text)) {
            throw notANumber(node, left);
        }
        if (!(right instanceof String regex)) {
            throw notANumber(node, right);
        }
        Pattern pattern = TextOperations.pattern(regex, node.right().span());
        return pattern.matcher(text).find();
    }

    /** govaluate has one text for all comparators, whatever type it wanted. */
    private static ExprException notANumber(WhenNode.Infix node, @Nullable Object value) {
        return new ExprException(
                "Value '" + GoFormat.value(value) + "' cannot be used with the comparator '" + node.symbol()
                        + "', it is not a number",
                node.span());
    }

    private static Object modify(WhenNode.Infix node, @Nullable Object left, @Nullable Object right)
            throws ExprException {
        if (left instanceof Double a && right instanceof Double b) {
            return switch (node.symbol()) {
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                case "/" -> a / b;
                case "%" -> a % b;
                case "**" -> GoMath.pow(a, b);
                case "&" -> (double) (GoMath.toLong(a) & GoMath.toLong(b));
                case "|" -> (double) (GoMath.toLong(a) | GoMath.toLong(b));
                case "^" -> (double) (GoMath.toLong(a) ^ GoMath.toLong(b));
                case "<<" -> shift(a, b, true);
                default -> shift(a, b, false);
            };
        }
        if (node.symbol().equals("+") && (left instanceof String || right instanceof String)) {
            return GoFormat.value(left) + GoFormat.value(right);
        }
        Object wrong = left instanceof Double ? right : left;
        throw new ExprException(
                "Value '" + GoFormat.value(wrong) + "' cannot be used with the modifier '" + node.symbol()
                        + "', it is not a number" + hint(node.symbol()),
                node.span());
    }

    /** On unsigned numbers. */
    private static double shift(double number, double by, boolean left) {
        long bits = GoMath.toUnsigned(number);
        long places = GoMath.toUnsigned(by);
        if (places < 0 || places >= Long.SIZE) {
            return 0;
        }
        return GoMath.ofUnsigned(left ? bits << places : bits >>> places);
    }

    private static String hint(String symbol) {
        return symbol.equals("-") || symbol.equals("/")
                ? " (hint: put a value that contains " + symbol + " in quotes)"
                : "";
    }
}
