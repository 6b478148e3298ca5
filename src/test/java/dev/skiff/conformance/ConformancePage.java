package dev.skiff.conformance;

import dev.skiff.conformance.Deviations.Deviation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/conformance.md}: each of Argo's examples, and what Skiff does with it. */
final class ConformancePage {
    static final Path FILE = Path.of("docs/conformance.md");

    private final Map<String, String> rows = new TreeMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    ConformancePage() {
        List.of("same", "differs", "ran", "planned", "linted").forEach(kind -> counts.put(kind, 0));
    }

    /** The page when everything comes out as it is to come out. */
    static ConformancePage expected(List<Example> examples, Surroundings surroundings, Deviations deviations) {
        ConformancePage page = new ConformancePage();
        for (Example example : examples) {
            switch (Treatment.of(example, surroundings, deviations)) {
                case Treatment.Compared c -> page.compared(example, c.truth(), deviations.of(example));
                case Treatment.RunToItsEnd r -> page.ran(example, r.end());
                case Treatment.Planned p -> page.planned(example, p);
                case Treatment.Linted l -> page.linted(example, l);
            }
        }
        return page;
    }

    /** @param differences those that were found, each in the list */
    void compared(Example example, TruthCase truth, List<Deviation> differences) {
        if (differences.isEmpty()) {
            row("same", example, truth.shapeOnly() ? "same tree; chance or the clock decides the rest" : same(truth));
        } else {
            row(
                    "differs",
                    example,
                    "differs: "
                            + differences.stream()
                                    .map(Deviation::why)
                                    .distinct()
                                    .collect(Collectors.joining("; ")));
        }
    }

    private static String same(TruthCase truth) {
        return truth.endless() ? "same, as far as it goes by itself" : "same";
    }

    /** @param end the phase; empty when chance decides it */
    void ran(Example example, String end) {
        row("ran", example, "no record of Argo's; " + (end.isEmpty() ? "ended, as its dice fell" : "ended " + end));
    }

    void planned(Example example, Treatment.Planned planned) {
        row("planned", example, "linted and planned; needs " + String.join(", ", planned.why()));
    }

    void linted(Example example, Treatment.Linted linted) {
        row("linted", example, "linted; a " + linted.kind() + ", nothing to submit");
    }

    private void row(String kind, Example example, String text) {
        counts.merge(kind, 1, Integer::sum);
        rows.put(example.name(), text.replace("|", "\\|"));
    }

    String text() {
        var text = new StringBuilder("""
                # Argo's examples, and what Skiff does with them

                Written by `make it IT=ConformanceIT`, which runs the examples on Docker; not to be changed by hand. *Same* means that
                node tree, types, phases, messages, inputs, outputs, exit codes and progress are those that Argo 4.1.2 itself had on a
                cluster. Where a difference is meant, it is listed with its reason in `src/test/resources/conformance/deviations.yaml`; any
                other difference fails the test.

                | | examples |
                |---|---|
                """);
        line(text, "same as Argo's record", count("same"));
        line(text, "different from Argo's record, with a reason", count("differs"));
        line(text, "run to the end, without a record of Argo's", count("ran"));
        line(text, "linted and planned: they need what a laptop does not have", count("planned"));
        line(text, "linted: templates and other resources, used by the others", count("linted"));
        text.append("\n| example | result |\n|---|---|\n");
        rows.forEach((name, row) -> line(text, "`" + name + "`", row));
        return text.toString();
    }

    private String count(String kind) {
        return String.valueOf(counts.get(kind));
    }

    private static void line(StringBuilder text, String left, String right) {
        text.append("| ").append(left).append(" | ").append(right).append(" |\n");
    }
}
