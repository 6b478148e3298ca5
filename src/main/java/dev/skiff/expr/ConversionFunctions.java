package dev.skiff.expr;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builtins of expr-lang that turn values into others. */
final class ConversionFunctions {

    static final List<Function> TABLE = List.of(
            Function.of("int", 1, ConversionFunctions::toInt),
            Function.of("float", 1, ConversionFunctions::toFloat),
            Function.of("string", 1, args -> args.checked(GoFormat.value(args.value(0)))),
            Function.of("type", 1, args -> type(args.value(0))),
            Function.of("toJSON", 1, args -> args.checked(json(args, true))),
            Function.of("fromJSON", 1, args -> fromJson(args, args.string(0))),
            Function.of("toBase64", 1, args -> encodeBase64(args.string(0))),
            Function.of("fromBase64", 1, args -> decodeBase64(args, args.string(0))));

    private ConversionFunctions() {}

    /** Text must be a whole decimal int64, without spaces (Go's Atoi). */
    static Object toInt(Arguments args) throws ExprException {
        return switch (args.value(0)) {
            case Long number -> number;
            case Double number -> GoMath.toLong(number);
            case GoEnum constant -> constant.number();
            case String text -> {
                try {
                    if (text.isEmpty() || !text.chars().allMatch(c -> c < 0x80)) {
                        throw new NumberFormatException(text);
                    }
                    yield Long.parseLong(text);
                } catch (NumberFormatException _) {
                    throw args.error("invalid operation: int(" + StringEscapes.quote(text)
                            + "), the text is not a whole number");
                }
            }
            case null, default -> throw args.wrongType(0, "int, float or string");
        };
    }

    static Object toFloat(Arguments args) throws ExprException {
        return switch (args.value(0)) {
            case Long number -> number.doubleValue();
            case Double number -> number;
            case String text -> {
                Double number = parseFloat(text);
                if (number == null) {
                    throw args.error(
                            "invalid operation: float(" + StringEscapes.quote(text) + "), the text is not a number");
                }
                yield number;
            }
            case null, default -> throw args.wrongType(0, "int, float or string");
        };
    }

    /** A number as Go's ParseFloat reads it, or null. Java alone would also take "1d", "1f" and spaces. */
    static @Nullable Double parseFloat(String text) {
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        switch (unsigned.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> {
                return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> {
                boolean plain = !text.isEmpty()
                        && !unsigned.startsWith("_")
                        && !text.endsWith("_")
                        && text.chars().allMatch(c -> "0123456789.eE+-_".indexOf(c) >= 0);
                try {
                    double value = plain ? Double.parseDouble(text.replace("_", "")) : Double.NaN;
                    return plain && !Double.isInfinite(value) ? value : null;
                } catch (NumberFormatException _) {
                    return null;
                }
            }
        }
    }

    private static String type(@Nullable Object value) {
        return value instanceof ZonedDateTime ? "time.Time" : GoTypes.exprType(value);
    }

    static String json(Arguments args, boolean indented) throws ExprException {
        try {
            return indented ? Json.indented(args.value(0)) : Json.escaped(args.value(0));
        } catch (IllegalArgumentException e) {
            throw args.error(String.valueOf(e.getMessage()));
        }
    }

    static @Nullable Object fromJson(Arguments args, String text) throws ExprException {
        args.spend(text.length());
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw args.error(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isBase64(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=';
    }

    static String encodeBase64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decodeBase64(Arguments args, String text) throws ExprException {
        String data = text.replace("\r", "").replace("\n", "");
        int bad = 0;
        while (bad < data.length() && isBase64(data.charAt(bad))) {
            bad++;
        }
        try {
            // Java would also take a text without its padding
            if (data.length() % 4 == 0) {
                return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException _) {
            // the place has been looked for above
        }
        int at = bad < data.length() ? bad : data.length() / 4 * 4;
        throw args.error("illegal base64 data at input byte " + at);
    }
}
