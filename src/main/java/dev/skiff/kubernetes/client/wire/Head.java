package dev.skiff.kubernetes.client.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Status and headers of an answer. Few of the headers are ever asked for, so that they are taken apart only then.
 *
 * @param lines of the headers, each with its end
 */
record Head(int status, String lines) {

    /** By name, whose case does not matter. */
    Map<String, List<String>> headers() {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                all.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>(1))
                        .add(line.substring(colon + 1).strip());
            }
        }
        return all;
    }

    /** Whether an answer with this status has a body. */
    boolean mayHaveBody() {
        return status != 204 && status != 304;
    }

    static boolean says(String value, String word) {
        return value.toLowerCase(Locale.ROOT).contains(word);
    }
}
