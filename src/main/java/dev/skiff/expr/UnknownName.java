package dev.skiff.expr;

import dev.skiff.model.DidYouMean;
import java.util.Collection;
import java.util.List;

/** Says that a name is unknown, and which known one was probably meant. */
final class UnknownName {

    private UnknownName() {}

    static String describe(String name, Scope scope) {
        if (Functions.find(name) != null) {
            return "unknown name " + name + " (it is a function: call it as " + name + "(...))";
        }
        List<String> roots = scope.under("").keySet().stream()
                .map(key -> key.contains(".") ? key.substring(0, key.indexOf('.')) : key)
                .distinct()
                .toList();
        return "unknown name " + name + suggestion(name, roots);
    }

    static String function(String name) {
        return SprigAliases.refused(name)
                .map(reason -> "the function " + name + " is not supported: " + reason)
                .orElseGet(() -> "unknown function " + name + suggestion(name, Functions.names()));
    }

    /** {@code ": did you mean x?"}, or empty when nothing known is near. */
    static String suggestion(String name, Collection<String> known) {
        return DidYouMean.nearest(name, known)
                .map(nearest -> ": did you mean " + nearest + "?")
                .orElse("");
    }
}
