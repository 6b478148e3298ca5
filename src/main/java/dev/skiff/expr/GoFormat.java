package dev.skiff.expr;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Text of values as Go's fmt and strconv print them. */
public final class GoFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private GoFormat() {}

    /** A float in its shortest form without exponent: {@code 1e3} is "1000", {@code 1.0} is "1" (PARAM-04). */
    public static String shortest(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return special(number);
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    /**
     * The verb {@code %v} (OUT-11): nil is {@code <nil>}, a list {@code [a b]}, a map {@code map[a:1 b:2]}.
     *
     * @throws IllegalArgumentException for a value that is too deep or too large
     */
    public static String value(@Nullable Object raw) {
        Object value = Values.of(raw);
        if (!(value instanceof List || value instanceof Map)) {
            return scalar(value);
        }
        StringBuilder out = new StringBuilder();
        append(value, out, 0);
        return out.toString();
    }

    private static String scalar(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case Double number -> withExponent(number, -4, 6);
            case ZonedDateTime time -> time(time);
            case Duration duration -> GoDuration.format(duration);
            case GoEnum constant -> constant.name();
            default -> value.toString();
        };
    }

    private static void append(@Nullable Object raw, StringBuilder out, int depth) {
        if (depth > Limits.VALUE_DEPTH || out.length() > Limits.DEFAULT.outputChars()) {
            throw new TooComplexException("value is too deep or too large to be written as text");
        }
        Object value = Values.of(raw);
        switch (value) {
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i > 0 ? " " : "");
                    append(list.get(i), out, depth + 1);
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, element) -> sorted.put(scalar(key), element));
                out.append("map[");
                String separator = "";
                for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
                    out.append(separator).append(entry.getKey()).append(':');
                    append(entry.getValue(), out, depth + 1);
                    separator = " ";
                }
                out.append(']');
            }
            case null, default -> out.append(scalar(value));
        }
    }

    /** A float as encoding/json writes it; NaN and infinities have no JSON form and must be refused before. */
    static String jsonNumber(double number) {
        return withExponent(number, -6, 21);
    }

    /** Shortest digits; with an exponent below 10^least and from 10^most on. */
    private static String withExponent(double number, int least, int most) {
        double magnitude = Math.abs(number);
        if (!(magnitude < Double.POSITIVE_INFINITY) || magnitude == 0) {
            return shortest(number);
        }
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= least && exponent < most) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        // Go writes at least two exponent digits; encoding/json then removes the padding of negative ones
        boolean padded = Math.abs(exponent) < 10 && most == 6;
        String power = (exponent < 0 ? "-" : "+") + (padded ? "0" : "") + Math.abs(exponent);
        return (number < 0 ? "-" : "") + mantissa + "e" + power;
    }

    private static String special(double number) {
        return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }

    private static String time(ZonedDateTime time) {
        String fraction = time.getNano() == 0
                ? ""
                : "." + String.format("%09d", time.getNano()).replaceFirst("0+$", "");
        String offset = DateTimeFormatter.ofPattern("xx", Locale.ROOT).format(time);
        return TIME.format(time) + fraction + " " + offset + " " + GoDateLayout.zoneName(time);
    }

    /**
     * A printf format applied to one integer, as {@code withSequence.format} does (LOOP-11). Knows the verbs d v x X o O
     * b c q U T of Go with flags, width and precision; what Go reports inside the text ({@code %!z(int=1)},
     * {@code %!(EXTRA int=1)}) is reported the same way.
     */
    public static String printf(String format, long argument) {
        return new GoPrintf(format).apply(argument);
    }
}
