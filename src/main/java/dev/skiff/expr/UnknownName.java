package dev.skiff.expr;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        String kind = name.startsWith("sprig.") ? "unknown or not yet supported function " : "unknown function ";
        return kind + name + suggestion(name, Functions.names());
    }

    private static String suggestion(String name, Collection<String> known) {
        String nearest = nearest(name, known);
        return nearest == null ? "" : ": did you mean " + nearest + "?";
    }

    static @Nullable String nearest(String name, Collection<String> known) {
        String best = null;
        int limit = name.length() <= 3 ? 1 : name.length() <= 6 ? 2 : 3;
        int least = limit + 1;
        for (String candidate : known) {
            int distance = distance(name, candidate, limit);
            if (distance < least || distance == least && best != null && candidate.compareTo(best) < 0) {
                best = candidate;
                least = distance;
            }
        }
        return best;
    }

    /** Edits between two names, letter case ignored; any number above the limit stands for "far". */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit || a.length() > 100) {
            return limit + 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int cost = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }
        return row[b.length()];
    }
}
