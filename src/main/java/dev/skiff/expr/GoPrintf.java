package dev.skiff.expr;

import java.math.BigDecimal;
import java.util.Locale;

/** A printf format for one int argument. */
final class GoPrintf {

    /** Beyond this Go itself reports a bad width. */
    private static final int MAX_WIDTH = 1_000_000;

    private final String format;
    private int at;
    private boolean minus;
    private boolean plus;
    private boolean space;
    private boolean sharp;
    private boolean zero;
    private int width;
    private int precision;

    GoPrintf(String format) {
        this.format = format;
    }

    String apply(long argument) {
        StringBuilder out = new StringBuilder();
        boolean used = false;
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%') {
                out.append(c);
                continue;
            }
            directive();
            if (at >= format.length()) {
                out.append("%!(NOVERB)");
                break;
            }
            int verb = format.codePointAt(at);
            at += Character.charCount(verb);
            if (verb == '%') {
                out.append('%');
            } else if (used) {
                out.append("%!").appendCodePoint(verb).append("(MISSING)");
            } else {
                used = true;
                out.append(verb(verb, argument));
            }
        }
        if (!used) {
            out.append("%!(EXTRA int=").append(argument).append(')');
        }
        return out.toString();
    }

    private void directive() {
        minus = plus = space = sharp = zero = false;
        while (at < format.length() && "-+ #0".indexOf(format.charAt(at)) >= 0) {
            switch (format.charAt(at++)) {
                case '-' -> minus = true;
                case '+' -> plus = true;
                case ' ' -> space = true;
                case '#' -> sharp = true;
                default -> zero = true;
            }
        }
        width = number();
        precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = Math.max(0, number());
        }
    }

    private int number() {
        int start = at;
        int value = 0;
        while (at < format.length() && Character.isDigit(format.charAt(at)) && value < MAX_WIDTH) {
            value = value * 10 + Character.digit(format.charAt(at++), 10);
        }
        return start == at ? -1 : Math.min(value, MAX_WIDTH);
    }

    private String verb(int verb, long argument) {
        return switch (verb) {
            case 'd', 'v' -> integer(argument, 10, "", false);
            case 'x' -> integer(argument, 16, sharp ? "0x" : "", false);
            case 'X' -> integer(argument, 16, sharp ? "0X" : "", true);
            case 'o' -> integer(argument, 8, sharp ? "0" : "", false);
            case 'O' -> integer(argument, 8, "0o", false);
            case 'b' -> integer(argument, 2, sharp ? "0b" : "", false);
            case 'c' -> pad(character(argument));
            case 'q' -> pad("'" + character(argument) + "'");
            case 'U' -> pad(String.format(Locale.ROOT, "U+%04X", argument));
            case 'T' -> pad("int");
            default -> "%!" + Character.toString(verb) + "(int=" + integer(argument, 10, "", false) + ")";
        };
    }

    private static String character(long argument) {
        boolean valid = argument >= 0 && argument <= Character.MAX_CODE_POINT;
        return Character.toString(valid ? (int) argument : 0xfffd);
    }

    private String integer(long argument, int radix, String prefix, boolean upper) {
        String digits = new BigDecimal(argument).abs().toBigInteger().toString(radix);
        digits = upper ? digits.toUpperCase(Locale.ROOT) : digits;
        if (precision == 0 && argument == 0) {
            return pad("");
        }
        String sign = argument < 0 ? "-" : plus ? "+" : space ? " " : "";
        int least = precision;
        if (precision < 0 && zero && !minus && width > 0) {
            least = width - sign.length();
        }
        digits = "0".repeat(Math.max(0, least - digits.length())) + digits;
        return pad(sign + prefix + digits);
    }

    private String pad(String text) {
        String spaces = " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
        return minus ? text + spaces : spaces + text;
    }
}
