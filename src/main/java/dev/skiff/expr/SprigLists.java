package dev.skiff.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** sprig's functions on lists. */
final class SprigLists {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.list", 0, Function.ANY, Arguments::all),
            Function.of("sprig.tuple", 0, Function.ANY, Arguments::all),
            Function.of("sprig.first", 1, ListFunctions::first),
            Function.of("sprig.last", 1, ListFunctions::last),
            Function.of(
                    "sprig.rest",
                    1,
                    args -> args.list(0).isEmpty()
                            ? List.of()
                            : args.list(0).subList(1, args.list(0).size())),
            Function.of(
                    "sprig.initial",
                    1,
                    args -> args.list(0).isEmpty()
                            ? List.of()
                            : args.list(0).subList(0, args.list(0).size() - 1)),
            Function.of("sprig.append", 2, args -> joined(args, args.list(0), one(args.value(1)))),
            Function.of("sprig.push", 2, args -> joined(args, args.list(0), one(args.value(1)))),
            Function.of("sprig.prepend", 2, args -> joined(args, one(args.value(1)), args.list(0))),
            Function.of("sprig.concat", 0, Function.ANY, ListFunctions::concat),
            Function.of("sprig.reverse", 1, args -> args.checked(args.list(0)).reversed()),
            Function.of("sprig.uniq", 1, SprigLists::uniq),
            Function.of("sprig.without", 1, Function.ANY, SprigLists::without),
            Function.of("sprig.has", 2, args -> contains(args, args.list(1), args.value(0))),
            Function.of(
                    "sprig.compact",
                    1,
                    args -> args.checked(args.list(0).stream()
                            .filter(element -> !SprigValues.isEmpty(element))
                            .collect(Collectors.toList()))),
            Function.of("sprig.slice", 1, 3, SprigLists::slice),
            Function.of("sprig.chunk", 2, SprigLists::chunk),
            Function.of(
                    "sprig.sortAlpha",
                    1,
                    args -> args.checked((args.value(0) == null ? List.of("<nil>") : texts(args, 0))
                            .stream().sorted(TextOperations::compare).toList())),
            Function.of("sprig.toStrings", 1, args -> args.checked(texts(args, 0))),
            Function.of(
                    "sprig.join",
                    2,
                    args -> args.checked(String.join(SprigValues.toText(args.value(0)), texts(args, 1)))),
            Function.of(
                    "sprig.splitList",
                    2,
                    args -> args.checked(StringFunctions.split(args.string(1), args.string(0), -1, false))),
            Function.of("sprig.split", 2, args -> numbered(args, -1, args.string(1))),
            Function.of("sprig.splitn", 3, args -> numbered(args, args.integer(1), args.string(2))));

    private SprigLists() {}

    private static List<@Nullable Object> one(@Nullable Object value) {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(value);
        return list;
    }

    private static List<@Nullable Object> joined(Arguments args, List<?> first, List<?> second) throws ExprException {
        List<@Nullable Object> result = new ArrayList<>(first);
        result.addAll(second);
        return args.checked(result);
    }

    private static boolean contains(Arguments args, List<?> list, @Nullable Object wanted) throws ExprException {
        args.spend(list.size());
        for (Object element : list) {
            if (args.equal(element, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static Object uniq(Arguments args) throws ExprException {
        List<@Nullable Object> result = new ArrayList<>();
        for (Object element : args.list(0)) {
            if (!contains(args, result, element)) {
                result.add(element);
            }
        }
        return result;
    }

    private static Object without(Arguments args) throws ExprException {
        List<@Nullable Object> unwanted = args.all().subList(1, args.size());
        List<@Nullable Object> result = new ArrayList<>();
        for (Object element : args.list(0)) {
            if (!contains(args, unwanted, element)) {
                result.add(element);
            }
        }
        return result;
    }

    private static Object slice(Arguments args) throws ExprException {
        List<? extends @Nullable Object> list = args.list(0);
        long from = args.size() > 1 ? SprigValues.toInt(args.value(1)) : 0;
        long to = args.size() > 2 ? SprigValues.toInt(args.value(2)) : list.size();
        if (list.isEmpty()) {
            return list;
        }
        if (from < 0 || to > list.size() || from > to) {
            throw args.error("slice bounds out of range [" + from + ":" + to + "] with length " + list.size());
        }
        return list.subList((int) from, (int) to);
    }

    private static Object chunk(Arguments args) throws ExprException {
        long size = args.integer(0);
        if (size <= 0) {
            throw args.error("chunk size must be positive, got " + size);
        }
        List<? extends @Nullable Object> list = args.list(1);
        List<Object> chunks = new ArrayList<>();
        for (long from = 0; from < list.size(); from += size) {
            chunks.add(list.subList((int) from, (int) Math.min(from + size, list.size())));
        }
        return args.checked(chunks);
    }

    /** The elements as texts, nil left out; a single value counts as a list of one. */
    private static List<String> texts(Arguments args, int index) throws ExprException {
        if (!(args.value(index) instanceof List)) {
            return args.value(index) == null ? List.of() : List.of(SprigValues.toText(args.value(index)));
        }
        args.spend(args.list(index).size());
        return args.list(index).stream()
                .filter(element -> element != null)
                .map(SprigValues::toText)
                .toList();
    }

    /** Parts under the keys {@code _0}, {@code _1} and so on. */
    private static Map<String, Object> numbered(Arguments args, long limit, String text) throws ExprException {
        Map<String, Object> parts = new LinkedHashMap<>();
        for (String part : args.checked(StringFunctions.split(text, args.string(0), limit, false))) {
            parts.put("_" + parts.size(), part);
        }
        return parts;
    }
}
