package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSONPath as Argo's {@code jsonpath()} function has it: {@code $.a['b'][0][-1][1:3][*]..c[?(@.d > 1)]}. A path that can
 * only name one value yields that value and fails when it is not there; any other yields a list.
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
        List<@Nullable Object> current = new ArrayList<>();
        current.add(document);
        boolean single = true;
        for (Step step : steps) {
            single &= step instanceof Step.Key || step instanceof Step.Index;
            List<@Nullable Object> next = new ArrayList<>();
            for (Object value : current) {
                args.spend(1);
                take(step, value, next, args, 0);
            }
            if (single && next.isEmpty()) {
                throw args.error("invalid JSONPath: " + describe(step) + " not found");
            }
            current = args.checked(next);
        }
        return single ? current.getFirst() : endsInDescent() ? flattened(current, args) : current;
    }

    /** {@code $..a} puts the elements of the lists that it finds into its result, not the lists. */
    private boolean endsInDescent() {
        int size = steps.size();
        return size > 1 && steps.get(size - 1) instanceof Step.Key && steps.get(size - 2) instanceof Step.Descent;
    }

    private static List<@Nullable Object> flattened(List<@Nullable Object> values, Arguments args)
            throws ExprException {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof List<?> list) {
                flat.addAll(list);
            } else {
                flat.add(value);
            }
        }
        return args.checked(flat);
    }

    private static String describe(Step step) {
        return step instanceof Step.Key(String name) ? "key '" + name + "'" : "index";
    }

    private void take(Step step, @Nullable Object value, List<@Nullable Object> out, Arguments args, int depth)
            throws ExprException {
        switch (step) {
            case Step.Key(String name) -> key(name, value, out);
            case Step.Index(long index) -> index(index, value, out);
            case Step.Union(List<Step> choices) -> {
                for (Step choice : choices) {
                    take(choice, value, out, args, depth);
                }
            }
            case Step.Range range -> range(range, value, out);
            case Step.Wildcard _ -> out.addAll(children(value));
            case Step.Descent _ -> descend(value, out, args, depth);
            case Step.Filter(Expr condition) -> {
                for (Object child : children(value)) {
                    if (args.test(condition, child)) {
                        out.add(child);
                    }
                }
            }
        }
    }

    private static void key(String name, @Nullable Object value, List<@Nullable Object> out) {
        if (value instanceof Map<?, ?> map && map.containsKey(name)) {
            out.add(map.get(name));
        } else if (name.equals("length") && value instanceof List<?> list) {
            out.add((long) list.size());
        } else if (name.equals("length") && value instanceof Map<?, ?> map) {
            out.add((long) map.size());
        }
    }

    private static void index(long index, @Nullable Object value, List<@Nullable Object> out) {
        if (value instanceof List<?> list) {
            long at = index < 0 ? list.size() + index : index;
            if (at >= 0 && at < list.size()) {
                out.add(list.get((int) at));
            }
        }
    }

    private static void range(Step.Range range, @Nullable Object value, List<@Nullable Object> out) {
        if (!(value instanceof List<?> list)) {
            return;
        }
        int size = list.size();
        if (range.by > 0) {
            long to = bound(range.to, size, size);
            for (long i = bound(range.from, 0, size); i < to; i += range.by) {
                out.add(list.get((int) i));
            }
        } else {
            long to = range.to == null ? -1 : bound(range.to, 0, size);
            for (long i = Math.min(bound(range.from, size, size), size - 1L); i > to; i += range.by) {
                out.add(list.get((int) i));
            }
        }
    }

    private static long bound(@Nullable Long given, int absent, int size) {
        return given == null ? absent : Math.clamp(given < 0 ? size + given : given, 0, size);
    }

    private void descend(@Nullable Object value, List<@Nullable Object> out, Arguments args, int depth)
            throws ExprException {
        args.spend(1);
        if (depth > 1_000) {
            throw new ExprException("value is nested too deeply", span);
        }
        out.add(value);
        for (Object child : children(value)) {
            if (child instanceof List || child instanceof Map) {
                descend(child, out, args, depth + 1);
            }
        }
    }

    private static List<? extends @Nullable Object> children(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list;
            case Map<?, ?> map -> new ArrayList<@Nullable Object>(new TreeMap<>(map).values());
            case null, default -> List.of();
        };
    }
}
