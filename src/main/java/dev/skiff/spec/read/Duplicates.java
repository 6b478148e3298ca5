package dev.skiff.spec.read;

import java.util.Map;

/** What happens to a key that stands twice in one mapping. */
final class Duplicates {

    private Duplicates() {}

    /** As for Kubernetes the last value counts; it is a warning because one of Argo's own examples does it. */
    static void put(Map<String, Node.Entry> entries, Node.Entry entry, Findings findings) {
        Node.Entry first = entries.put(entry.key(), entry);
        if (first != null) {
            findings.warning(
                    entry.keyAt(),
                    "",
                    "the key '%s' is there twice; the first one, in line %d, does not count"
                            .formatted(entry.key(), first.keyAt().line()),
                    "remove one of them, or put what they hold together");
        }
    }
}
