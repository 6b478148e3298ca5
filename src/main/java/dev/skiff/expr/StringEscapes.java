package dev.skiff.expr;

/** The backslash escapes of Go and expr-lang string literals. */
final class StringEscapes {

    private StringEscapes() {}

    /**
     * The text that a quoted literal stands for.
     *
     * @param base offset of the content in the expression, for errors
     */
    static String unescape(String content, int base) throws ExprException {
        if (content.indexOf('\\') < 0) {
            return content;
        }
        StringBuilder out = new StringBuilder(content.length());
        int i = 0;
        while (i < content.length()) {
            char c = content.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
            } else {
                i = escape(content, i, base, out);
            }
        }
        return out.toString();
    }

    private static int escape(String content, int at, int base, StringBuilder out) throws ExprException {
        char c = at + 1 < content.length() ? content.charAt(at + 1) : ' ';
        return switch (c) {
            case 'x', 'X' -> number(content, at, 2, 2, 16, base, out);
            case 'u' -> number(content, at, 2, 4, 16, base, out);
            case 'U' -> number(content, at, 2, 8, 16, base, out);
            case '0', '1', '2', '3' -> number(content, at, 1, 3, 8, base, out);
            default -> {
                int index = "abfnrtv\\'\"`".indexOf(c);
                if (index < 0) {
                    throw new ExprException("invalid escape \\" + c + " in string", base + at, 2);
                }
                out.append("\u0007\b\f\n\r\t\u000b\\'\"`".charAt(index));
                yield at + 2;
            }
        };
    }

    private static int number(String content, int at, int skip, int digits, int radix, int base, StringBuilder out)
            throws ExprException {
        int from = at + skip;
        int to = from + digits;
        int value = -1;
        if (to <= content.length() && isNumber(content, from, to, radix)) {
            long parsed = Long.parseLong(content.substring(from, to), radix);
            value = parsed <= Character.MAX_CODE_POINT ? (int) parsed : -1;
        }
        if (value < 0) {
            throw new ExprException("invalid escape in string: \\" + content.charAt(at + 1), base + at, 2);
        }
        out.appendCodePoint(value);
        return to;
    }

    private static boolean isNumber(String content, int from, int to, int radix) {
        for (int i = from; i < to; i++) {
            if (content.charAt(i) > 'f' || Character.digit(content.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }

    /** A double-quoted literal that {@link #unescape} reads back. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\u0007' -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\u000b' -> out.append("\\v");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** The text with a replacement character for each half of a surrogate pair that stands alone, as Go decodes it. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && !isPaired(text, i)) {
                StringBuilder out = new StringBuilder(text.length());
                text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                        .forEach(out::appendCodePoint);
                return out.toString();
            }
        }
        return text;
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
