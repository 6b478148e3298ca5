package dev.skiff.expr;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All functions by name. Each group is a list of entries in its own class; a new function is one new entry. */
final class Functions {

    private static final Map<String, Function> ALL = index(List.of(
            PredicateFunctions.TABLE,
            ListFunctions.TABLE,
            StringFunctions.TABLE,
            NumberFunctions.TABLE,
            ConversionFunctions.TABLE,
            TimeFunctions.TABLE,
            ArgoFunctions.TABLE,
            SprigStrings.TABLE,
            SprigNumbers.TABLE,
            SprigLists.TABLE,
            SprigDicts.TABLE,
            SprigEncoding.TABLE,
            SprigDigests.TABLE,
            SprigRegex.TABLE,
            SprigDates.TABLE,
            SprigCase.TABLE,
            SprigPaths.TABLE,
            SprigUrls.TABLE,
            SprigVersions.TABLE,
            SprigRandom.TABLE));

    private Functions() {}

    static @Nullable Function find(String name) {
        return ALL.get(name);
    }

    static Collection<String> names() {
        return ALL.keySet();
    }

    private static Map<String, Function> index(List<List<Function>> groups) {
        Map<String, Function> index = new HashMap<>();
        groups.forEach(group -> add(group, index));
        add(SprigAliases.of(index), index);
        return Map.copyOf(index);
    }

    private static void add(List<Function> group, Map<String, Function> index) {
        for (Function function : group) {
            if (index.put(function.name(), function) != null) {
                throw new IllegalStateException("function " + function.name() + " is in two tables");
            }
        }
    }
}
