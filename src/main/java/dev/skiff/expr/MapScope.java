package dev.skiff.expr;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Variables of one map; names below a prefix are found through a sorted index that is built when first asked for. */
final class MapScope implements Scope {

    static final MapScope EMPTY = new MapScope(Map.of());

    private final Map<String, ? extends @Nullable Object> variables;
    private volatile @Nullable NavigableMap<String, @Nullable Object> sorted;

    MapScope(Map<String, ? extends @Nullable Object> variables) {
        this.variables = variables;
    }

    @Override
    public @Nullable Object lookup(String dottedName) {
        Object value = variables.get(dottedName);
        return value != null || variables.containsKey(dottedName) ? value : MISSING;
    }

    @Override
    public Map<String, @Nullable Object> under(String prefix) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        int cut = prefix.isEmpty() ? 0 : prefix.length() + 1;
        below(prefix).forEach((name, value) -> result.put(name.substring(cut), value));
        return result;
    }

    @Override
    public boolean hasUnder(String prefix) {
        return !below(prefix).isEmpty();
    }

    private SortedMap<String, @Nullable Object> below(String prefix) {
        NavigableMap<String, @Nullable Object> index = sorted;
        if (index == null) {
            index = new TreeMap<>(variables);
            sorted = index;
        }
        // '/' follows '.' in Unicode, so this half-open range is exactly the names that start with "prefix."
        return prefix.isEmpty() ? index : index.subMap(prefix + ".", prefix + "/");
    }
}
