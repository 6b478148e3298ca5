package dev.skiff.expr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Builtins of expr-lang on text. */
final class StringFunctions {

    static final List<Function> TABLE = List.of(
            Function.of(
                    "trim",
                    1,
                    2,
                    args -> args.size() == 1
                            ? trim(args.string(0), StringFunctions::isSpace)
                            : trim(args.string(0), oneOf(args.string(1)))),
            Function.of("trimPrefix", 1, 2, args -> trimPrefix(args.string(0), args.size() > 1 ? args.string(1) : " ")),
            Function.of("trimSuffix", 1, 2, args -> trimSuffix(args.string(0), args.size() > 1 ? args.string(1) : " ")),
            Function.of("upper", 1, args -> args.checked(upper(args.string(0)))),
            Function.of("lower", 1, args -> args.checked(lower(args.string(0)))),
            Function.of("split", 2, 3, args -> split(args, false)),
            Function.of("splitAfter", 2, 3, args -> split(args, true)),
            Function.of(
                    "replace",
                    3,
                    4,
                    args -> replace(
                            args,
                            args.string(0),
                            args.string(1),
                            args.string(2),
                            args.size() > 3 ? args.integer(3) : -1)),
            Function.of("repeat", 2, args -> repeat(args, args.string(0), args.integer(1))),
            Function.of(
                    "indexOf",
                    2,
                    args -> byteIndex(args.string(0), TextSearch.indexOf(args.string(0), args.string(1), 0))),
            Function.of(
                    "lastIndexOf",
                    2,
                    args -> byteIndex(args.string(0), TextSearch.lastIndexOf(args.string(0), args.string(1)))),
            Function.of("hasPrefix", 2, args -> args.string(0).startsWith(args.string(1))),
            Function.of("hasSuffix", 2, args -> args.string(0).endsWith(args.string(1))));

    private StringFunctions() {}

    /** Each character by itself, as in Go: the sharp s stays one character. */
    static String upper(String text) {
        return mapped(text, Character::toUpperCase);
    }

    static String lower(String text) {
        return mapped(text, Character::toLowerCase);
    }

    private static String mapped(String text, IntUnaryOperator operator) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(operator).forEach(out::appendCodePoint);
        return out.toString();
    }

    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static IntPredicate oneOf(String characters) {
        return c -> characters.indexOf(c) >= 0;
    }

    static String trim(String text, IntPredicate unwanted) {
        return trimRight(trimLeft(text, unwanted), unwanted);
    }

    static String trimLeft(String text, IntPredicate unwanted) {
        int start = 0;
        while (start < text.length() && unwanted.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        return text.substring(start);
    }

    static String trimRight(String text, IntPredicate unwanted) {
        int end = text.length();
        while (end > 0 && unwanted.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    static String trimPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    static String trimSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static List<String> split(Arguments args, boolean keepSeparator) throws ExprException {
        long limit = args.size() > 2 ? args.integer(2) : -1;
        return args.checked(split(args.string(0), args.string(1), limit, keepSeparator));
    }

    /** As Go's SplitN: a limit below 0 means all, 0 means none; an empty separator splits after each code point. */
    static List<String> split(String text, String separator, long limit, boolean keepSeparator) {
        List<String> parts = new ArrayList<>();
        if (limit == 0) {
            return parts;
        }
        int start = 0;
        while (limit < 0 || parts.size() < limit - 1) {
            int end = separator.isEmpty() ? nextCodePoint(text, start) : TextSearch.indexOf(text, separator, start);
            if (end < 0) {
                break;
            }
            parts.add(text.substring(start, keepSeparator ? end + separator.length() : end));
            start = end + separator.length();
        }
        if (!separator.isEmpty() || start < text.length()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    /** Where the code point at the start ends, or -1 when it is the last one. */
    private static int nextCodePoint(String text, int start) {
        if (start >= text.length()) {
            return -1;
        }
        int end = start + Character.charCount(text.codePointAt(start));
        return end < text.length() ? end : -1;
    }

    /** Replaces the first occurrences, all when the limit is negative; an empty text to replace is before each character. */
    static String replace(Arguments args, String text, String old, String replacement, long limit)
            throws ExprException {
        StringBuilder out = new StringBuilder();
        int copied = 0;
        int found = TextSearch.indexOf(text, old, 0);
        for (long done = 0; found >= 0 && (limit < 0 || done < limit); done++) {
            out.append(text, copied, found).append(replacement);
            args.checkLength(out.length());
            copied = found + old.length();
            if (old.isEmpty() && found >= text.length()) {
                break;
            }
            int from = old.isEmpty() ? found + Character.charCount(text.codePointAt(found)) : copied;
            found = TextSearch.indexOf(text, old, from);
        }
        return args.checked(out.append(text, copied, text.length()).toString());
    }

    static String repeat(Arguments args, String text, long count) throws ExprException {
        if (count < 0) {
            throw args.error("expected positive integer, got " + count);
        }
        args.checkLength(Math.min(count, Integer.MAX_VALUE) * Math.max(1L, text.length()));
        return text.repeat((int) count);
    }

    /** Go counts bytes of UTF-8. */
    private static long byteIndex(String text, int index) {
        return index < 0 ? -1 : text.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
    }
}
