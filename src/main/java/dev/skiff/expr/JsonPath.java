package dev.skiff.expr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSONPath as Argo's {@code jsonpath()} function has it: {@code $.a['b'][0][-1][1:3][*]..c[?(@.d > 1)]}. A path of
 * keys and indexes yields one value and fails when it is not there; any other yields a list, in which the lists that later such
 * steps find stay lists.
 */
final class JsonPath {

    /** One step from a set of values to the next. */
    sealed interface Step {
        record Key(String name) implements Step {}

        record Index(long index) implements Step {}

        record Union(List<Step> choices) implements Step {}

        record Range(@Nullable Long from, @Nullable Long to, long by) implements Step {}

        record Wildcard() implements Step {}

        /** The value itself and everything below it. */
        record Descent() implements Step {}

        record Filter(Expr condition) implements Step {}
    }

    /** Where a step leads that leads nowhere. */
    private static final Object NOTHING = new Object();

    private final List<Step> steps;
    private final Span span;

    private JsonPath(List<Step> steps, Span span) {
        this.steps = steps;
        this.span = span;
    }

    static JsonPath parse(String path, Span span) throws ExprException {
        return new JsonPath(new JsonPathParser(path, span).parse(), span);
    }

    @Nullable
    Object read(@Nullable Object document, Arguments args) throws ExprException {
        Walk walk = new Walk(args);
        Object found = walk.apply(0, document);
        if (found == NOTHING) {
            throw args.error("invalid JSONPath: " + walk.missing);
        }
        return found;
    }

    /** One reading of the path. A step that leads nowhere is an error, unless it is one of several that are tried. */
    private final class Walk {
        private final Arguments args;
        private String missing = "";

        Walk(Arguments args) {
            this.args = args;
        }

        /** What the steps from this one on find, or {@link #NOTHING}. */
        private @Nullable Object apply(int at, @Nullable Object value) throws ExprException {
            args.spend(1);
            if (at == steps.size()) {
                return value;
            }
            return switch (steps.get(at)) {
                case Step.Key(String name) -> next(at, key(name, value), "key '" + name + "'");
                case Step.Index(long index) -> next(at, index(index, value), "index " + index);
                case Step.Union(List<Step> choices) -> union(at, choices, value);
                case Step.Range range ->
                    value instanceof List<?> list ? several(at, range(range, list)) : nothing("a list");
                case Step.Wildcard _ -> isBranch(value) ? each(at, children(value)) : nothing("a list or map");
                case Step.Descent _ -> {
                    List<@Nullable Object> all = new ArrayList<>();
                    descend(at, value, all, 0);
                    yield all;
                }
                case Step.Filter(Expr condition) -> filter(at, condition, value);
            };
        }

        private @Nullable Object next(int at, @Nullable Object value, String what) throws ExprException {
            return value == NOTHING ? nothing(what) : apply(at + 1, value);
        }

        private Object nothing(String what) {
            missing = what + " not found";
            return NOTHING;
        }

        /** An index that follows means one of these values; all other steps are taken from each of them. */
        private @Nullable Object several(int at, List<? extends @Nullable Object> values) throws ExprException {
            boolean index = at + 1 < steps.size() && steps.get(at + 1) instanceof Step.Index;
            return index ? apply(at + 1, args.checked(values)) : each(at, values);
        }

        private List<@Nullable Object> each(int at, List<? extends @Nullable Object> values) throws ExprException {
            List<@Nullable Object> found = new ArrayList<>();
            for (Object value : values) {
                Object result = apply(at + 1, Values.of(value));
                boolean last = at + 1 == steps.size();
                if (last || result != NOTHING && result != null) {
                    found.add(result);
                }
            }
            return args.checked(found);
        }

        private @Nullable Object union(int at, List<Step> choices, @Nullable Object value) throws ExprException {
            boolean keys = choices.getFirst() instanceof Step.Key;
            if (keys ? !(value instanceof Map) : !(value instanceof List)) {
                return nothing(keys ? "a map" : "a list");
            }
            List<@Nullable Object> chosen = new ArrayList<>();
            for (Step choice : choices) {
                Object one = choice instanceof Step.Key(String name)
                        ? key(name, value)
                        : choice instanceof Step.Index(long index) ? index(index, value) : NOTHING;
                if (one != NOTHING) {
                    chosen.add(one);
                }
            }
            return several(at, chosen);
        }

        private @Nullable Object filter(int at, Expr condition, @Nullable Object value) throws ExprException {
            if (!isBranch(value)) {
                return nothing("a list or map");
            }
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object child : children(value)) {
                if (args.test(condition, child)) {
                    kept.add(child);
                }
            }
            return several(at, kept);
        }

        /** From the value itself and from everything below it; the elements of lists that are found, not the lists. */
        private void descend(int at, @Nullable Object value, List<@Nullable Object> out, int depth)
                throws ExprException {
            if (value == null) {
                return;
            }
            if (depth > 1_000) {
                throw new ExprException("value is nested too deeply", span);
            }
            Object found = apply(at + 1, value);
            if (found instanceof List<?> list && at + 1 < steps.size()) {
                args.spend(list.size());
                out.addAll(list);
            } else if (found != NOTHING && found != null) {
                out.add(found);
            }
            args.checked(out);
            for (Object child : children(value)) {
                descend(at, Values.of(child), out, depth + 1);
            }
        }
    }

    private static @Nullable Object key(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey(name)) {
            return Values.of(map.get(name));
        } else if (!name.equals("length")) {
            return NOTHING;
        }
        return switch (value) {
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case String text -> (long) text.getBytes(StandardCharsets.UTF_8).length;
            case null, default -> NOTHING;
        };
    }

    private static @Nullable Object index(long index, @Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return NOTHING;
        }
        long at = index < 0 ? list.size() + index : index;
        return at >= 0 && at < list.size() ? Values.of(list.get((int) at)) : NOTHING;
    }

    /** The bounds are those of an ascending range also when it is read backwards. */
    private static List<@Nullable Object> range(Step.Range range, List<?> list) {
        int size = list.size();
        long from = bound(range.from, 0, size);
        long to = bound(range.to, size, size);
        List<@Nullable Object> out = new ArrayList<>();
        for (long i = range.by > 0 ? from : to - 1; i >= from && i < to; i += range.by) {
            out.add(list.get((int) i));
        }
        return out;
    }

    private static long bound(@Nullable Long given, int absent, int size) {
        return given == null ? absent : Math.clamp(given < 0 ? size + given : given, 0, size);
    }

    private static boolean isBranch(@Nullable Object value) {
        return value instanceof List || value instanceof Map;
    }

    private static List<? extends @Nullable Object> children(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list;
            case Map<?, ?> map -> new ArrayList<@Nullable Object>(new TreeMap<>(map).values());
            case null, default -> List.of();
        };
    }
}
