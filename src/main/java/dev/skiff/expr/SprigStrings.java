package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** sprig's functions on text; the text is the last argument. */
final class SprigStrings {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.trim", 1, args -> StringFunctions.trim(args.string(0), StringFunctions::isSpace)),
            Function.of(
                    "sprig.trimAll",
                    2,
                    args -> StringFunctions.trim(args.string(1), StringFunctions.oneOf(args.string(0)))),
            Function.of("sprig.trimSuffix", 2, args -> StringFunctions.trimSuffix(args.string(1), args.string(0))),
            Function.of("sprig.trimPrefix", 2, args -> StringFunctions.trimPrefix(args.string(1), args.string(0))),
            Function.of("sprig.upper", 1, args -> args.checked(StringFunctions.upper(args.string(0)))),
            Function.of("sprig.lower", 1, args -> args.checked(StringFunctions.lower(args.string(0)))),
            Function.of("sprig.title", 1, args -> title(args.string(0))),
            Function.of("sprig.untitle", 1, args -> untitle(args.string(0))),
            Function.of(
                    "sprig.repeat",
                    2,
                    args -> StringFunctions.repeat(args, args.string(1), SprigValues.toInt(args.value(0)))),
            Function.of("sprig.substr", 3, SprigStrings::substr),
            Function.of("sprig.nospace", 1, args -> noSpace(args.string(0))),
            Function.of("sprig.trunc", 2, args -> trunc(SprigValues.toInt(args.value(0)), args.string(1))),
            Function.of("sprig.abbrev", 2, args -> abbrev(args.integer(0), args.string(1))),
            Function.of("sprig.abbrevboth", 3, args -> abbrevBoth(args.integer(0), args.integer(1), args.string(2))),
            Function.of("sprig.wrap", 2, args -> args.checked(wrap(args, args.string(1), "\n", false))),
            Function.of("sprig.wrapWith", 3, args -> args.checked(wrap(args, args.string(2), args.string(1), true))),
            Function.of("sprig.hello", 0, args -> "Hello!"),
            Function.of("sprig.initials", 1, args -> initials(args.string(0))),
            Function.of("sprig.contains", 2, args -> TextSearch.contains(args.string(1), args.string(0))),
            Function.of("sprig.hasPrefix", 2, args -> args.string(1).startsWith(args.string(0))),
            Function.of("sprig.hasSuffix", 2, args -> args.string(1).endsWith(args.string(0))),
            Function.of("sprig.quote", 0, Function.ANY, args -> quote(args, "\"")),
            Function.of("sprig.squote", 0, Function.ANY, args -> quote(args, "'")),
            Function.of("sprig.cat", 0, Function.ANY, SprigStrings::cat),
            Function.of("sprig.indent", 2, args -> args.checked(indent(args, args.integer(0), args.string(1)))),
            Function.of("sprig.nindent", 2, args -> args.checked("\n" + indent(args, args.integer(0), args.string(1)))),
            Function.of(
                    "sprig.replace",
                    3,
                    args -> StringFunctions.replace(args, args.string(2), args.string(0), args.string(1), -1)),
            Function.of("sprig.plural", 3, args -> args.integer(2) == 1 ? args.string(0) : args.string(1)),
            Function.of("sprig.swapcase", 1, args -> swapCase(args.string(0))),
            Function.of("sprig.toString", 1, args -> args.checked(SprigValues.toText(args.value(0)))));

    private SprigStrings() {}

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(start ? Character.toTitleCase(c) : c);
            start = isSeparator(c);
        }
        return out.toString();
    }

    /** In ASCII all but letters, digits and underscores; beyond it only spaces. */
    private static boolean isSeparator(int c) {
        return c < 0x80 ? !Character.isLetterOrDigit(c) && c != '_' : StringFunctions.isSpace(c);
    }

    private static String untitle(String text) {
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(start ? Character.toLowerCase(c) : c);
            start = StringFunctions.isSpace(c);
        }
        return out.toString();
    }

    private static String substr(Arguments args) throws ExprException {
        long start = args.integer(0);
        long end = args.integer(1);
        String text = args.string(2);
        int length = text.codePointCount(0, text.length());
        int to = end < 0 || end > length ? length : (int) end;
        int from = Math.clamp(start, 0, length);
        if (from > to) {
            throw args.error("start " + from + " is after end " + to);
        }
        return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }

    private static String noSpace(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().filter(c -> !StringFunctions.isSpace(c)).forEach(out::appendCodePoint);
        return out.toString();
    }

    /** The first characters, or the last ones when the count is negative. */
    private static String trunc(long count, String text) {
        int length = text.codePointCount(0, text.length());
        if (count < 0 && length + count > 0) {
            return text.substring(text.offsetByCodePoints(0, (int) (length + count)));
        }
        return count >= 0 && length > count ? text.substring(0, text.offsetByCodePoints(0, (int) count)) : text;
    }

    private static String abbrev(long width, String text) {
        int length = text.codePointCount(0, text.length());
        return width < 4 || length <= width ? text : trunc(width - 3, text) + "...";
    }

    /** With an ellipsis at the end and, when the offset is beyond four, also at the start. */
    private static String abbrevBoth(long left, long right, String text) {
        int length = text.codePointCount(0, text.length());
        if (right < 4 || left > 0 && right < 7 || length <= right) {
            return text;
        }
        long kept = right - 3;
        long offset = Math.min(Math.min(left, length), length - kept);
        if (offset <= 4) {
            return trunc(kept, text) + "...";
        }
        String rest = text.substring(text.offsetByCodePoints(0, (int) offset));
        return offset + kept < length ? "..." + abbrev(kept, rest) : "..." + trunc(-kept, text);
    }

    /** Lines of at most so many characters, broken at spaces; longer words are cut or stand over. */
    private static String wrap(Arguments args, String source, String newLine, boolean cut) throws ExprException {
        int[] text = source.codePoints().toArray();
        long given = Math.max(1, args.integer(0));
        int width = (int) Math.min(given, Integer.MAX_VALUE / 2);
        String between = newLine.isEmpty() ? "\n" : newLine;
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (text.length - at > width) {
            if (text[at] == ' ') {
                at++;
                continue;
            }
            int space = at + width;
            while (space >= at && text[space] != ' ') {
                space--;
            }
            int next = space + 1;
            if (space < at) {
                space = at + width;
                next = space;
                while (!cut && space < text.length && text[space] != ' ') {
                    space++;
                    next = space + 1;
                }
            }
            out.append(new String(text, at, space - at)).append(space < text.length ? between : "");
            args.checkLength(out.length());
            at = Math.min(next, text.length);
        }
        return out.append(new String(text, at, text.length - at)).toString();
    }

    private static String initials(String text) {
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (int c : text.codePoints().toArray()) {
            boolean space = StringFunctions.isSpace(c);
            if (start && !space) {
                out.appendCodePoint(c);
            }
            start = space;
        }
        return out.toString();
    }

    private static String quote(Arguments args, String mark) throws ExprException {
        List<String> quoted = new ArrayList<>();
        for (Object value : args.all()) {
            if (value != null) {
                String text = SprigValues.toText(value);
                quoted.add(mark.equals("'") ? "'" + text + "'" : StringEscapes.quote(text));
            }
        }
        return args.checked(String.join(" ", quoted));
    }

    private static String cat(Arguments args) throws ExprException {
        return args.checked(args.all().stream()
                .filter(value -> value != null)
                .map(SprigValues::toText)
                .collect(Collectors.joining(" ")));
    }

    private static String indent(Arguments args, long spaces, String text) throws ExprException {
        if (spaces < 0 || spaces > 10_000) {
            throw args.error("indent of " + spaces + " spaces, expected 0 to 10000");
        }
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        args.checkLength(text.length() + lines * spaces);
        String pad = " ".repeat((int) spaces);
        return pad + text.replace("\n", "\n" + pad);
    }

    private static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
