package dev.skiff.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the known name that a person most likely meant. */
public final class DidYouMean {

    /** A longer text is no slip of the hand; and comparing it would cost its length times the other's. */
    private static final int LONGEST = 100;

    private DidYouMean() {}

    /** "did you mean 'x'?", or null when nothing known is near. */
    public static @Nullable String hint(String given, Collection<String> known) {
        return nearest(given, known).map(name -> "did you mean '" + name + "'?").orElse(null);
    }

    /** {@code separator} and the hint, or empty when nothing known is near. */
    public static String hintAfter(String separator, String given, Collection<String> known) {
        String hint = hint(given, known);
        return hint == null ? "" : separator + hint;
    }

    /** The known name with the smallest edit distance, if that is small compared with its length; case does not count. */
    public static Optional<String> nearest(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        int allowed = given.length() <= 3 ? 1 : given.length() <= 8 ? 2 : 3;
        return known.stream()
                .filter(name -> !name.isEmpty() && Math.abs(name.length() - given.length()) <= allowed)
                .filter(name -> distance(given, name) <= Math.min(allowed, Math.max(1, name.length() / 2)))
                .min(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Insertions, deletions, replacements and swaps of neighbours. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
