package dev.skiff.expr;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns dotted names into maps of maps (SUBST-06): {@code a.b=1, a.c=2} becomes {@code {a: {b: 1, c: 2}}}. */
final class Nesting {

    private Nesting() {}

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> flat) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        // sorted, so that a parent comes before its children and can lose its own value to them
        new TreeMap<>(flat).forEach((name, value) -> put(root, name, value));
        return root;
    }

    private static void put(Map<String, @Nullable Object> root, String name, @Nullable Object value) {
        Map<String, @Nullable Object> map = root;
        String rest = name;
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            map = child(map, rest.substring(0, dot));
            rest = rest.substring(dot + 1);
        }
        if (!(map.get(rest) instanceof Branch)) {
            map.put(rest, value);
        }
    }

    private static Map<String, @Nullable Object> child(Map<String, @Nullable Object> map, String name) {
        if (map.get(name) instanceof Branch branch) {
            return branch;
        }
        Branch branch = new Branch();
        map.put(name, branch);
        return branch;
    }

    /** A map made here, as opposed to one that is a variable's own value. */
    private static final class Branch extends LinkedHashMap<String, @Nullable Object> {
        private static final long serialVersionUID = 1L;
    }
}
