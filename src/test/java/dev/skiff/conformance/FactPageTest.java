package dev.skiff.conformance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/facts.md}: each fact about how Argo behaves, and the tests that name it, or why there is none. Made from facts.tsv and
 * the tests; {@code -Dskiff.golden.write=true} writes it anew.
 */
class FactPageTest {
    private static final Path PAGE = Path.of("docs/facts.md");
    private static final Path COLLECTION = Path.of("../shared/argo/semantics.md");

    private final List<Fact> facts = Fact.all();
    private final Citations citations =
            Citations.read(facts.stream().map(Fact::group).collect(toCollection(TreeSet::new)));

    FactPageTest() throws IOException {}

    @Test
    void thePageIsWhatTheTestsSay() throws IOException {
        String page = String.join("\n", page()) + "\n";
        if (Boolean.getBoolean("skiff.golden.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("stale: run this test with -Dskiff.golden.write=true")
                .isEqualTo(page);
    }

    @Test
    void whatIsTheSameHasATest() {
        assertThat(ids(f -> f.state() == Fact.State.SAME && citations.of(f.id()).isEmpty()))
                .as("facts that no test names: name them where they are tested, or say in facts.tsv why Skiff differs")
                .isEmpty();
    }

    @Test
    void whatHasATestIsNotOpen() {
        assertThat(ids(f ->
                        f.state() == Fact.State.OPEN && !citations.of(f.id()).isEmpty()))
                .as("facts that a test names: they are no longer open")
                .isEmpty();
    }

    @Test
    void whatDiffersOrComesLaterHasAReason() {
        assertThat(ids(f -> (f.state() == Fact.State.DIFFERS || f.state() == Fact.State.LATER)
                        && f.reason().isBlank()))
                .isEmpty();
        assertThat(ids(f -> f.state() == Fact.State.LATER && !f.reason().matches("issue [56]: .+")))
                .as("reasons that do not begin with the issue")
                .isEmpty();
    }

    @Test
    void whatTestsNameIsAFact() {
        assertThat(facts.stream().map(Fact::id).toList()).containsAll(citations.facts());
    }

    @Test
    void eachFactOfTheCollectionIsThere() throws IOException {
        Assumptions.assumeTrue(Files.exists(COLLECTION), "needs ../shared/argo/semantics.md");
        List<String> collected = Pattern.compile("^- \\*\\*([A-Z]+-\\d\\d)\\*\\*", Pattern.MULTILINE)
                .matcher(Files.readString(COLLECTION))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
        assertThat(facts.stream().map(Fact::id).toList()).isEqualTo(collected);
    }

    private List<String> ids(Predicate<Fact> chosen) {
        return facts.stream().filter(chosen).map(Fact::id).toList();
    }

    private List<String> page() {
        Map<Fact.State, Long> counts =
                facts.stream().collect(groupingBy(Fact::state, () -> new EnumMap<>(Fact.State.class), counting()));
        List<String> page = new ArrayList<>(List.of(
                "# How Argo behaves, and the tests that hold Skiff to it",
                "",
                "Made by `FactPageTest` from `src/test/resources/facts/facts.tsv` and the tests that name a fact; do not edit it by hand.",
                "The facts were collected from the source of Argo Workflows 4.1. Where its documents and its code disagree, the code counts.",
                "",
                facts.size() + " facts: " + counts.getOrDefault(Fact.State.SAME, 0L) + " the same, "
                        + counts.getOrDefault(Fact.State.DIFFERS, 0L) + " different for a reason, "
                        + counts.getOrDefault(Fact.State.LATER, 0L) + " of parts that are not there yet, "
                        + counts.getOrDefault(Fact.State.OPEN, 0L) + " without a test."));
        String group = "";
        for (Fact fact : facts) {
            if (!fact.group().equals(group)) {
                group = fact.group();
                page.addAll(List.of("", "## " + group, "", "| fact | about | Skiff | tests |", "|---|---|---|---|"));
            }
            page.add("| " + fact.id() + " | " + cell(fact.title()) + " | " + cell(verdict(fact)) + " | " + tests(fact)
                    + " |");
        }
        return page;
    }

    private static String verdict(Fact fact) {
        return switch (fact.state()) {
            case SAME -> "same";
            case DIFFERS -> "differs: " + fact.reason();
            case LATER -> "later, " + fact.reason();
            case OPEN -> "no test yet";
        };
    }

    private String tests(Fact fact) {
        return citations.of(fact.id()).stream()
                .map(t -> "[" + t.name() + "](../" + t.file() + ")")
                .collect(joining("<br>"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
