package dev.skiff.expr;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Operators on text. Regular expressions are RE2's, so matching is linear in the text. */
final class TextOperations {

    /** Characters of one regular expression; RE2 programs grow with it. */
    private static final int PATTERN_CHARS = 10_000;

    private TextOperations() {}

    static boolean test(
            BinaryOperator operator, @Nullable Object left, @Nullable Object right, Evaluator evaluator, Span span)
            throws ExprException {
        // expr-lang: nil on the left of "matches" and the like is no match, not an error
        if (left == null) {
            return false;
        }
        if (!(left instanceof String text) || !(right instanceof String other)) {
            throw new ExprException(
                    "invalid operation: " + operator.symbol() + " (mismatched types " + GoTypes.name(left) + " and "
                            + GoTypes.name(right) + ")",
                    span);
        }
        evaluator.spend(1 + text.length() / 32, span);
        return switch (operator) {
            case CONTAINS -> TextSearch.contains(text, other);
            case STARTS_WITH -> text.startsWith(other);
            case ENDS_WITH -> text.endsWith(other);
            case MATCHES -> {
                evaluator.spend(cost(other, text), span);
                yield pattern(other, span).matcher(text).find();
            }
            default -> throw new IllegalArgumentException(operator + " is not a text operator");
        };
    }

    /** Compiles a regular expression in Go's syntax. */
    static Pattern pattern(String regex, Span span) throws ExprException {
        if (regex.length() > PATTERN_CHARS) {
            throw new ExprException("regular expression is too long: limit " + PATTERN_CHARS + " characters", span);
        }
        if (RegexSize.of(regex) < 0) {
            throw new ExprException("error parsing regexp: invalid repeat count: `" + regex + "` is too large", span);
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ExprException("error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`", span);
        }
    }

    /** The steps of compiling an expression and of looking for it in a text. */
    static long cost(String regex, String text) {
        long size = regex.length() + Math.max(0, RegexSize.of(regex));
        return 20 + 2 * size + text.length() * size / 32;
    }

    /** Whether {@link #pattern} can compile it. */
    static boolean isPattern(String regex) {
        if (regex.length() > PATTERN_CHARS || RegexSize.of(regex) < 0) {
            return false;
        }
        try {
            Pattern.compile(regex);
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    /** Go compares the UTF-8 bytes, which is the order of code points and not that of UTF-16 units. */
    static int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
