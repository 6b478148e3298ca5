package dev.skiff.cli.view;

/** Text as a terminal shows it: escape sequences take no room, wide characters two columns. */
public final class Columns {
    private static final char ESCAPE = '\u001b';

    private Columns() {}

    /** Columns that the text takes; it has no line breaks. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += step(text, i)) {
            if (text.charAt(i) != ESCAPE) {
                width += width(text.codePointAt(i));
            }
        }
        return width;
    }

    /** The text, cut to at most so many columns; a cut is shown by the ellipsis, and colours end with it. */
    static String cut(String text, int columns, Style style) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int left = columns - width(style.ellipsis());
        boolean colored = false;
        for (int i = 0; i < text.length(); i += step(text, i)) {
            int next = i + step(text, i);
            boolean escape = text.charAt(i) == ESCAPE;
            left -= escape ? 0 : width(text.codePointAt(i));
            if (left < 0) {
                break;
            }
            colored |= escape;
            out.append(text, i, next);
        }
        return out.append(style.ellipsis())
                .append(colored ? ESCAPE + "[0m" : "")
                .toString();
    }

    /** Without control characters, which could move the cursor or worse. */
    public static String harmless(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i += step(text, i)) {
            char c = text.charAt(i);
            if (c == '\t' || c == '\n') {
                out.append(' ');
            } else if (!Character.isISOControl(c)) {
                out.append(text, i, i + step(text, i));
            }
        }
        return out.toString();
    }

    /** Length of the escape sequence or character at {@code i}. */
    private static int step(String text, int i) {
        if (text.charAt(i) != ESCAPE) {
            return Character.charCount(text.codePointAt(i));
        }
        int end = i + 1;
        if (end < text.length() && text.charAt(end) == '[') {
            end++;
            while (end < text.length() && (text.charAt(end) < '@' || text.charAt(end) > '~')) {
                end++;
            }
            return Math.min(end + 1, text.length()) - i;
        }
        return 1;
    }

    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = codePoint >= 0x1100
                && (codePoint <= 0x115f
                        || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
                        || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
                        || (codePoint >= 0xf900 && codePoint <= 0xfaff)
                        || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
                        || (codePoint >= 0xff00 && codePoint <= 0xff60)
                        || (codePoint >= 0x1f300 && codePoint <= 0x1faff)
                        || (codePoint >= 0x20000 && codePoint <= 0x3fffd));
        return wide ? 2 : 1;
    }
}
