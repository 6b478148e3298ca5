package dev.skiff.expr;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How sprig reads values: forgiving, with zero for what does not fit. */
final class SprigValues {

    /** Underscores between digits, or after the prefix of a radix. */
    private static final Pattern DIGIT_GROUPS = Pattern.compile("(0[xXbBoO]?_?)?[0-9a-fA-F]+(_[0-9a-fA-F]+)*");

    private SprigValues() {}

    /** cast.ToInt64: a text in Go's integer syntax, a float cut, true as 1; anything else is 0. */
    static long toInt(@Nullable Object value) {
        return switch (Values.of(value)) {
            case Long number -> number;
            case Double number -> GoMath.toLong(number);
            case Boolean flag -> flag ? 1 : 0;
            case String text -> parse(text);
            case null, default -> 0;
        };
    }

    /** Decimal digits only, else 0. */
    static long atoi(String text) {
        return text.chars().allMatch(c -> c < 0x80) ? parse(text, 10) : 0;
    }

    private static long parse(String text, int radix) {
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static long parse(String text) {
        String digits = text.replaceFirst("\\.0+$", "");
        boolean negative = digits.startsWith("-");
        String unsigned = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        int radix = radix(unsigned);
        if (DIGIT_GROUPS.matcher(unsigned).matches()) {
            unsigned = unsigned.replace("_", "");
        }
        try {
            int prefix = radix == 10 ? 0 : radix == 8 && !unsigned.startsWith("0o") ? 1 : 2;
            long value = Long.parseLong(unsigned.substring(prefix), radix);
            return negative ? -value : value;
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static int radix(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    static double toFloat(@Nullable Object value) {
        return switch (Values.of(value)) {
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag ? 1 : 0;
            case String text -> {
                Double number = ConversionFunctions.parseFloat(text);
                yield number == null ? 0 : number;
            }
            case null, default -> 0;
        };
    }

    static String toText(@Nullable Object value) {
        return GoFormat.value(value);
    }

    /** False, zero, nil, and whatever has no content. */
    static boolean isEmpty(@Nullable Object value) {
        return switch (Values.of(value)) {
            case null -> true;
            case Boolean flag -> !flag;
            case Long number -> number == 0;
            case Double number -> number == 0;
            case String text -> text.isEmpty();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }
}
