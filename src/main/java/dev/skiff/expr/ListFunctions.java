package dev.skiff.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builtins of expr-lang on lists and maps. */
final class ListFunctions {

    /** How deep {@code flatten} follows lists inside lists. */
    private static final int FLATTEN_DEPTH = 1_000;

    static final List<Function> TABLE = List.of(
            Function.of("len", 1, args -> Access.length(args.value(0), args.span())),
            Function.of("get", 2, ListFunctions::get),
            Function.of("first", 1, ListFunctions::first),
            Function.of("last", 1, ListFunctions::last),
            Function.of("take", 2, ListFunctions::take),
            Function.of("concat", 1, Function.ANY, ListFunctions::concat),
            Function.of("flatten", 1, ListFunctions::flatten),
            Function.of("uniq", 1, ListFunctions::uniq),
            Function.of("reverse", 1, args -> args.checked(args.list(0)).reversed()),
            Function.of("join", 1, 2, ListFunctions::join),
            Function.of(
                    "sort",
                    1,
                    2,
                    args -> Sorting.sort(args, args.list(0), args.list(0), args.size() > 1 ? args.string(1) : "asc")),
            Function.of(
                    "keys",
                    1,
                    args -> args.checked(new ArrayList<Object>(args.map(0).keySet()))),
            Function.of(
                    "values",
                    1,
                    args -> args.checked(new ArrayList<Object>(args.map(0).values()))),
            Function.of("toPairs", 1, ListFunctions::toPairs),
            Function.of("fromPairs", 1, ListFunctions::fromPairs));

    private ListFunctions() {}

    static @Nullable Object first(Arguments args) throws ExprException {
        return args.list(0).isEmpty() ? null : Values.of(args.list(0).getFirst());
    }

    static @Nullable Object last(Arguments args) throws ExprException {
        return args.list(0).isEmpty() ? null : Values.of(args.list(0).getLast());
    }

    /** The element, or nil where indexing would fail. */
    private static @Nullable Object get(Arguments args) {
        try {
            return Values.of(Access.fetch(args.value(0), args.value(1), args.span()));
        } catch (ExprException _) {
            return null;
        }
    }

    private static Object take(Arguments args) throws ExprException {
        List<? extends @Nullable Object> list = args.list(0);
        long count = args.integer(1);
        if (count < 0) {
            throw args.error("cannot take " + count + " elements");
        }
        return args.checked(list.subList(0, (int) Math.min(count, list.size())));
    }

    static Object concat(Arguments args) throws ExprException {
        List<@Nullable Object> result = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            result.addAll(args.list(i));
            args.checked(result);
        }
        return result;
    }

    private static Object flatten(Arguments args) throws ExprException {
        List<@Nullable Object> result = new ArrayList<>();
        flatten(args, args.list(0), result, 0);
        return result;
    }

    private static void flatten(Arguments args, List<?> list, List<@Nullable Object> result, int depth)
            throws ExprException {
        if (depth > FLATTEN_DEPTH) {
            throw args.error("lists are nested too deeply: limit " + FLATTEN_DEPTH);
        }
        for (Object raw : list) {
            args.spend(1);
            Object element = Values.of(raw);
            if (element instanceof List<?> inner) {
                flatten(args, inner, result, depth + 1);
            } else {
                result.add(element);
            }
        }
    }

    private static Object uniq(Arguments args) throws ExprException {
        List<@Nullable Object> result = new ArrayList<>();
        for (Object element : args.list(0)) {
            args.spend(1 + result.size());
            boolean known = false;
            for (int i = 0; i < result.size() && !known; i++) {
                known = args.equal(result.get(i), element);
            }
            if (!known) {
                result.add(element);
            }
        }
        return result;
    }

    private static Object join(Arguments args) throws ExprException {
        String glue = args.size() > 1 ? args.string(1) : "";
        StringBuilder text = new StringBuilder();
        int index = 0;
        for (Object element : args.list(0)) {
            if (!(Values.of(element) instanceof String part)) {
                throw args.error("element " + index + " is not a string but " + GoTypes.name(Values.of(element)));
            }
            text.append(index++ > 0 ? glue : "").append(part);
            args.checkLength(text.length());
        }
        return text.toString();
    }

    private static Object toPairs(Arguments args) throws ExprException {
        List<@Nullable Object> pairs = new ArrayList<>();
        for (Map.Entry<?, ? extends @Nullable Object> entry : args.map(0).entrySet()) {
            List<@Nullable Object> pair = new ArrayList<>();
            pair.add(entry.getKey());
            pair.add(entry.getValue());
            pairs.add(pair);
        }
        return args.checked(pairs);
    }

    private static Object fromPairs(Arguments args) throws ExprException {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object raw : args.checked(args.list(0))) {
            if (!(Values.of(raw) instanceof List<?> pair) || pair.size() != 2) {
                throw args.error("invalid pair of type " + GoTypes.name(Values.of(raw)) + ", expected [key, value]");
            }
            map.put(GoFormat.value(pair.get(0)), pair.get(1));
        }
        return map;
    }
}
