package dev.skiff.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builtins of expr-lang that run a predicate for each element of a list. */
final class PredicateFunctions {

    static final List<Function> TABLE = List.of(
            Function.of("all", 2, args -> matches(args) == args.list(0).size()),
            Function.of("none", 2, args -> find(args, false) < 0),
            Function.of("any", 2, args -> find(args, false) >= 0),
            Function.of("one", 2, args -> matches(args) == 1),
            Function.of("filter", 2, PredicateFunctions::filter),
            Function.of("map", 2, PredicateFunctions::map),
            Function.of("count", 1, 2, args -> args.hasPredicate() ? matches(args) : trues(args)),
            Function.of("sum", 1, 2, PredicateFunctions::sum),
            Function.of("find", 2, args -> at(args, find(args, false))),
            Function.of("findIndex", 2, args -> index(find(args, false))),
            Function.of("findLast", 2, args -> at(args, find(args, true))),
            Function.of("findLastIndex", 2, args -> index(find(args, true))),
            Function.of("groupBy", 2, PredicateFunctions::groupBy),
            Function.of("sortBy", 2, 3, PredicateFunctions::sortBy),
            Function.of("reduce", 2, 3, PredicateFunctions::reduce));

    private PredicateFunctions() {}

    private static long matches(Arguments args) throws ExprException {
        long count = 0;
        List<? extends @Nullable Object> list = args.list(0);
        for (int i = 0; i < list.size(); i++) {
            if (args.holds(list.get(i), i)) {
                count++;
            }
        }
        return count;
    }

    private static long trues(Arguments args) throws ExprException {
        args.spend(args.list(0).size());
        return args.list(0).stream().filter(Boolean.TRUE::equals).count();
    }

    private static int find(Arguments args, boolean fromEnd) throws ExprException {
        List<? extends @Nullable Object> list = args.list(0);
        for (int i = 0; i < list.size(); i++) {
            int index = fromEnd ? list.size() - 1 - i : i;
            if (args.holds(list.get(index), index)) {
                return index;
            }
        }
        return -1;
    }

    /** The index, or nil for "not found". */
    private static @Nullable Object index(int found) {
        return found < 0 ? null : (Object) (long) found;
    }

    private static @Nullable Object at(Arguments args, int index) throws ExprException {
        return index < 0 ? null : Values.of(args.list(0).get(index));
    }

    private static Object filter(Arguments args) throws ExprException {
        List<@Nullable Object> result = new ArrayList<>();
        List<? extends @Nullable Object> list = args.list(0);
        for (int i = 0; i < list.size(); i++) {
            if (args.holds(list.get(i), i)) {
                result.add(list.get(i));
            }
        }
        return result;
    }

    private static Object map(Arguments args) throws ExprException {
        List<? extends @Nullable Object> list = args.list(0);
        List<@Nullable Object> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            result.add(args.predicate().apply(list.get(i), null, i));
        }
        return result;
    }

    private static Object sum(Arguments args) throws ExprException {
        Object sum = 0L;
        List<? extends @Nullable Object> list = args.list(0);
        args.spend(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object value = args.hasPredicate() ? args.predicate().apply(list.get(i), null, i) : Values.of(list.get(i));
            if (!(value instanceof Number)) {
                throw args.error("cannot add " + GoTypes.name(value) + " at index " + i);
            }
            sum = Operations.arithmetic(BinaryOperator.ADD, sum, value, args.span());
        }
        return sum;
    }

    private static Object groupBy(Arguments args) throws ExprException {
        Map<@Nullable Object, List<@Nullable Object>> groups = new LinkedHashMap<>();
        List<? extends @Nullable Object> list = args.list(0);
        for (int i = 0; i < list.size(); i++) {
            Object key = args.predicate().apply(list.get(i), null, i);
            if (key instanceof List || key instanceof Map) {
                throw args.error("cannot group by " + GoTypes.name(key));
            }
            groups.computeIfAbsent(key, ignored -> new ArrayList<>()).add(list.get(i));
        }
        return groups;
    }

    private static Object sortBy(Arguments args) throws ExprException {
        List<? extends @Nullable Object> list = args.list(0);
        List<@Nullable Object> keys = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            keys.add(args.predicate().apply(list.get(i), null, i));
        }
        return Sorting.sort(args, list, keys, args.size() > 2 ? args.string(2) : "asc");
    }

    private static @Nullable Object reduce(Arguments args) throws ExprException {
        List<? extends @Nullable Object> list = args.list(0);
        boolean seeded = args.size() > 2;
        if (!seeded && list.isEmpty()) {
            throw args.error("reduce of empty array with no initial value");
        }
        Object accumulator = seeded ? args.value(2) : Values.of(list.get(0));
        for (int i = seeded ? 0 : 1; i < list.size(); i++) {
            accumulator = args.predicate().apply(list.get(i), accumulator, i);
        }
        return accumulator;
    }
}
