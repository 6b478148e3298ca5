package dev.skiff.cli.view;

import java.time.Instant;

/** The line above a tree and the one below it. */
public final class Summary {
    private Summary() {}

    /** {@code workflow-sample-x7k2p  Running  12s  3/11}. */
    public static String head(RunTree tree, Style style, Instant now) {
        String elapsed = Elapsed.between(tree.startedAt(), tree.finishedAt(), now);
        return (tree.run() + "  " + style.phase(tree.phase()) + "  " + elapsed + "  " + tree.progress())
                .stripTrailing();
    }

    /** {@code workflow-sample-x7k2p (11/11 pods, 12s): Succeeded}; ends with the phase, and why if it is not Succeeded. */
    public static String end(RunTree tree, Style style, Instant now) {
        String elapsed = Elapsed.between(tree.startedAt(), tree.finishedAt(), now);
        return tree.run() + " (" + tree.progress() + " pods" + (elapsed.isEmpty() ? "" : ", " + elapsed) + "): "
                + style.phase(tree.phase())
                + (tree.message().isEmpty() ? "" : ": " + Columns.harmless(tree.message()));
    }
}
