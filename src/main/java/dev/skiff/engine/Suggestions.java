package dev.skiff.engine;

import java.util.Collection;

/** "Did you mean": the known name that is closest to what was written. */
final class Suggestions {
    private Suggestions() {}

    /** {@code "; did you mean 'x'?"}, or empty when nothing is close. */
    static String didYouMean(String written, Collection<String> known) {
        String best = "";
        int least = Math.max(2, written.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(written, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    /** Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
