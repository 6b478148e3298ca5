package dev.skiff.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A fact about how Argo behaves.
 *
 * @param id as in the collection of facts: {@code RETRY-04}
 * @param title what it is about, in a few words of ours
 * @param reason why Skiff differs, or which issue brings it; else empty
 */
record Fact(String id, String title, State state, String reason) {

    enum State {
        /** Skiff does the same, and a test shows it. */
        SAME,
        /** Skiff does otherwise, or has no such thing, for a reason. */
        DIFFERS,
        /** It concerns a part of Skiff that is not there yet. */
        LATER,
        /** No test names it yet. */
        OPEN
    }

    private static final Path TABLE = Path.of("src/test/resources/facts/facts.tsv");

    /** The rows of facts.tsv, below its heading: id, title, state, and a reason if there is one. */
    static List<Fact> all() throws IOException {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.skip(1).map(Fact::of).toList();
        }
    }

    private static Fact of(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 4) {
            throw new IllegalArgumentException(TABLE + ": not four columns: " + line);
        }
        return new Fact(cells[0], cells[1], State.valueOf(cells[2].toUpperCase(Locale.ROOT)), cells[3]);
    }

    /** {@code RETRY} of {@code RETRY-04}. */
    String group() {
        return id.substring(0, id.indexOf('-'));
    }
}
