package dev.skiff.expr;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** sprig's functions on maps, and those that choose between values. */
final class SprigDicts {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.dict", 0, Function.ANY, SprigDicts::dict),
            Function.of(
                    "sprig.get",
                    2,
                    args -> args.map(0).containsKey(args.string(1))
                            ? Values.of(args.map(0).get(args.string(1)))
                            : ""),
            Function.of("sprig.hasKey", 2, args -> args.map(0).containsKey(args.string(1))),
            Function.of("sprig.keys", 1, Function.ANY, SprigDicts::keys),
            Function.of(
                    "sprig.values",
                    1,
                    args -> args.checked(
                            new ArrayList<@Nullable Object>(args.map(0).values()))),
            Function.of("sprig.pick", 1, Function.ANY, args -> select(args, true)),
            Function.of("sprig.omit", 1, Function.ANY, args -> select(args, false)),
            Function.of("sprig.pluck", 1, Function.ANY, SprigDicts::pluck),
            Function.of("sprig.merge", 1, Function.ANY, args -> merge(args, false)),
            Function.of("sprig.mergeOverwrite", 1, Function.ANY, args -> merge(args, true)),
            Function.of("sprig.set", 3, args -> with(args, args.value(2))),
            Function.of("sprig.unset", 2, args -> without(args)),
            Function.of("sprig.deepCopy", 1, args -> args.value(0)),
            Function.of("sprig.typeIs", 2, args -> type(args.value(1)).equals(args.string(0))),
            Function.of("sprig.typeIsLike", 2, args -> typeIsLike(args.string(0), type(args.value(1)))),
            Function.of("sprig.dig", 3, Function.ANY, SprigDicts::dig),
            Function.of(
                    "sprig.default",
                    1,
                    2,
                    args -> args.size() < 2 || SprigValues.isEmpty(args.value(1)) ? args.value(0) : args.value(1)),
            Function.of("sprig.empty", 1, args -> SprigValues.isEmpty(args.value(0))),
            Function.of("sprig.coalesce", 0, Function.ANY, SprigDicts::coalesce),
            Function.of(
                    "sprig.all", 0, Function.ANY, args -> args.all().stream().noneMatch(SprigValues::isEmpty)),
            Function.of(
                    "sprig.any", 0, Function.ANY, args -> !args.all().stream().allMatch(SprigValues::isEmpty)),
            Function.of("sprig.ternary", 3, args -> args.bool(2) ? args.value(0) : args.value(1)),
            Function.of("sprig.fail", 1, args -> {
                throw args.error(args.string(0));
            }),
            Function.of("sprig.kindOf", 1, args -> kind(args.value(0))),
            Function.of("sprig.kindIs", 2, args -> kind(args.value(1)).equals(args.string(0))),
            Function.of("sprig.typeOf", 1, args -> type(args.value(0))),
            Function.of("sprig.deepEqual", 2, args -> args.equal(args.value(0), args.value(1))));

    private SprigDicts() {}

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "invalid";
            case List<?> _ -> "slice";
            case ZonedDateTime _ -> "struct";
            case Duration _ -> "int64";
            case SemanticVersion _, ZoneId _ -> "ptr";
            default -> GoTypes.name(value);
        };
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case List<?> _ -> "[]interface {}";
            case Map<?, ?> _ -> "map[string]interface {}";
            default -> GoTypes.name(value);
        };
    }

    private static boolean typeIsLike(String wanted, String type) {
        return type.equals(wanted) || type.equals("*" + wanted);
    }

    /** A copy with the value under the key; unlike in Go, no argument is changed. */
    private static Object with(Arguments args, @Nullable Object value) throws ExprException {
        args.spend(args.map(0).size());
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(args.map(0));
        copy.put(args.string(1), value);
        return copy;
    }

    private static Object without(Arguments args) throws ExprException {
        args.spend(args.map(0).size());
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(args.map(0));
        copy.remove(args.string(1));
        return copy;
    }

    private static Object dict(Arguments args) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < args.size(); i += 2) {
            map.put(SprigValues.toText(args.value(i)), i + 1 < args.size() ? args.value(i + 1) : "");
        }
        return map;
    }

    private static Object keys(Arguments args) throws ExprException {
        List<@Nullable Object> keys = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            keys.addAll(args.map(i).keySet());
        }
        return args.checked(keys);
    }

    private static Object select(Arguments args, boolean keep) throws ExprException {
        List<@Nullable Object> names = args.all().subList(1, args.size());
        Map<Object, @Nullable Object> result = new LinkedHashMap<>();
        args.spend((long) args.map(0).size() * names.size());
        for (Map.Entry<?, ? extends @Nullable Object> entry : args.map(0).entrySet()) {
            if (names.contains(entry.getKey()) == keep) {
                result.put(entry.getKey(), entry.getValue());
            }
        }
        return result;
    }

    private static Object pluck(Arguments args) throws ExprException {
        List<@Nullable Object> found = new ArrayList<>();
        for (int i = 1; i < args.size(); i++) {
            if (args.map(i).containsKey(args.string(0))) {
                found.add(args.map(i).get(args.string(0)));
            }
        }
        return found;
    }

    /** The first map that has something wins, or the last; maps inside maps are merged too. No argument is changed. */
    private static Object merge(Arguments args, boolean overwrite) throws ExprException {
        Map<Object, @Nullable Object> result = new LinkedHashMap<>(args.map(0));
        args.spend(result.size());
        for (int i = 1; i < args.size(); i++) {
            mergeInto(result, args.map(i), overwrite, args, 0);
        }
        return result;
    }

    private static void mergeInto(
            Map<Object, @Nullable Object> result, Map<?, ?> other, boolean overwrite, Arguments args, int depth)
            throws ExprException {
        if (depth > 100) {
            throw args.error("maps are nested too deeply: limit 100");
        }
        for (Map.Entry<?, ?> entry : other.entrySet()) {
            args.spend(1);
            Object key = entry.getKey();
            Object mine = Values.of(result.get(key));
            Object theirs = Values.of(entry.getValue());
            if (mine instanceof Map<?, ?> a && theirs instanceof Map<?, ?> b) {
                args.spend(a.size());
                Map<Object, @Nullable Object> merged = new LinkedHashMap<>(a);
                mergeInto(merged, b, overwrite, args, depth + 1);
                result.put(key, merged);
            } else if (overwrite
                    ? theirs == null || !SprigValues.isEmpty(theirs)
                    : theirs != null && SprigValues.isEmpty(mine)) {
                result.put(key, theirs);
            }
        }
    }

    /** {@code dig('a', 'b', default, map)}. */
    private static @Nullable Object dig(Arguments args) throws ExprException {
        Object current = args.map(args.size() - 1);
        for (int i = 0; i < args.size() - 2; i++) {
            if (!(current instanceof Map<?, ?> map)) {
                throw args.error("cannot look up '" + args.string(i) + "' in " + GoTypes.name(current));
            }
            if (!map.containsKey(args.string(i))) {
                return args.value(args.size() - 2);
            }
            current = Values.of(map.get(args.string(i)));
        }
        return current;
    }

    private static @Nullable Object coalesce(Arguments args) {
        return args.all().stream()
                .filter(value -> !SprigValues.isEmpty(value))
                .findFirst()
                .orElse(null);
    }
}
