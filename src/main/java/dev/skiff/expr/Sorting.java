package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stable sorting of a list by keys of one type. */
final class Sorting {

    private Sorting() {}

    /** @param order {@code asc} or {@code desc} */
    static List<@Nullable Object> sort(
            Arguments args, List<? extends @Nullable Object> list, List<? extends @Nullable Object> keys, String order)
            throws ExprException {
        if (!order.equals("asc") && !order.equals("desc")) {
            throw args.error("invalid order " + order + ", expected asc or desc");
        }
        List<@Nullable Object> values =
                keys.stream().<@Nullable Object>map(Values::of).toList();
        for (int i = 0; i < values.size(); i++) {
            if (Comparisons.order(values.get(0), values.get(i)) == null) {
                throw args.error(
                        "cannot sort " + GoTypes.name(values.get(0)) + " together with " + GoTypes.name(values.get(i)));
            }
        }
        args.spend(20L * values.size());
        List<@Nullable Object> sorted = new ArrayList<>(list.size());
        IntStream.range(0, list.size())
                .boxed()
                .sorted((a, b) -> {
                    Integer comparison = Comparisons.order(values.get(a), values.get(b));
                    int ascending = comparison == null ? 0 : comparison;
                    return order.equals("asc") ? ascending : -ascending;
                })
                .forEach(index -> sorted.add(list.get(index)));
        return sorted;
    }
}
