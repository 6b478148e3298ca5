package dev.skiff.expr;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Taking parts out of lists, maps and texts. Negative indexes count from the end; texts count bytes of UTF-8. */
final class Access {

    private Access() {}

    static @Nullable Object fetch(@Nullable Object target, @Nullable Object key, Span span) throws ExprException {
        return switch (target) {
            case Map<?, ?> map -> map.get(mapKey(key, span));
            case List<?> list -> list.get(index(list.size(), list, key, span));
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield (long) (bytes[index(bytes.length, text, key, span)] & 0xff);
            }
            case null, default ->
                throw new ExprException("cannot fetch " + described(key) + " from " + GoTypes.name(target), span);
        };
    }

    private static String described(@Nullable Object key) {
        return key instanceof List || key instanceof Map ? GoTypes.name(key) : GoFormat.value(key);
    }

    private static @Nullable Object mapKey(@Nullable Object key, Span span) throws ExprException {
        if (key instanceof List || key instanceof Map) {
            throw new ExprException("cannot use " + GoTypes.name(key) + " as the key of a map", span);
        }
        return key;
    }

    private static int index(int size, Object target, @Nullable Object key, Span span) throws ExprException {
        long index =
                switch (key) {
                    case Long number -> number;
                    case Double number -> number.longValue();
                    case null, default ->
                        throw new ExprException(
                                "cannot fetch " + described(key) + " from " + GoTypes.name(target), span);
                };
        long fromStart = index < 0 ? size + index : index;
        if (fromStart < 0 || fromStart >= size) {
            throw new ExprException("index out of range: " + index + " (array length is " + size + ")", span);
        }
        return (int) fromStart;
    }

    static Object slice(
            @Nullable Object target, @Nullable Object from, @Nullable Object to, Evaluator evaluator, Span span)
            throws ExprException {
        return switch (target) {
            case List<?> list -> {
                int end = bound(to, list.size(), list.size(), span);
                int start = Math.min(bound(from, 0, list.size(), span), end);
                evaluator.spendList(end - start, span);
                yield list.subList(start, end);
            }
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                int end = bound(to, bytes.length, bytes.length, span);
                int start = Math.min(bound(from, 0, bytes.length, span), end);
                evaluator.spendText(text.length(), span);
                yield new String(bytes, start, end - start, StandardCharsets.UTF_8);
            }
            case null, default -> throw new ExprException("cannot slice " + GoTypes.name(target), span);
        };
    }

    private static int bound(@Nullable Object given, int absent, int size, Span span) throws ExprException {
        if (given == null) {
            return absent;
        }
        if (!(given instanceof Long number)) {
            throw new ExprException("non-integer slice index " + described(given), span);
        }
        return Math.clamp(number < 0 ? size + number : number, 0, size);
    }

    /** {@code needle in haystack}: an element of a list, or a key of a map. */
    static boolean in(@Nullable Object needle, @Nullable Object haystack, Evaluator evaluator, Span span)
            throws ExprException {
        return switch (haystack) {
            case null -> false;
            case List<?> list -> {
                evaluator.spend(list.size(), span);
                for (Object element : list) {
                    if (Comparisons.equal(element, needle, evaluator, span)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Map<?, ?> map -> map.containsKey(mapKey(needle, span));
            default -> throw new ExprException("operator \"in\" not defined on " + GoTypes.name(haystack), span);
        };
    }

    static long length(@Nullable Object value, Span span) throws ExprException {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default ->
                throw new ExprException("invalid argument for len (type " + GoTypes.name(value) + ")", span);
        };
    }
}
