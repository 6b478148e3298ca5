package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.skiff.conformance.Deviations.Deviation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What of the conformance page holds without a container engine: which examples are on it, and that each lints and can be planned. */
class ConformancePageTest {
    private static final Path ARGO = Path.of("../shared/argo");
    private static List<Example> examples = List.of();

    @BeforeAll
    static void read() {
        Assumptions.assumeTrue(Files.isDirectory(ARGO.resolve("truth")), "needs ../shared/argo/truth");
        examples = Example.all(ARGO);
    }

    /** {@code ConformanceIT} shows that it is true; {@code -Dskiff.conformance.write=true} writes it anew, to be judged by a person. */
    @Test
    void thePageInTheRepositoryIsOfTheseExamplesAndDeviations() throws IOException {
        String page = ConformancePage.expected(examples, new Surroundings(ARGO), Deviations.read())
                .text();
        if (Boolean.getBoolean("skiff.conformance.write")) {
            Files.writeString(ConformancePage.FILE, page);
        }
        assertThat(Files.readString(ConformancePage.FILE)).isEqualTo(page);
    }

    @Test
    void everyFileOfTheExamplesIsOnThePage() throws IOException {
        String page = Files.readString(ConformancePage.FILE);
        try (Stream<Path> files = Files.walk(ARGO.resolve("examples"))) {
            assertThat(files.filter(f -> f.toString().endsWith(".yaml"))
                            .map(f -> ARGO.resolve("examples").relativize(f).toString()))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(page).containsAnyOf("| `" + name + "` |", "| `" + name + "#1` |"));
        }
    }

    @Test
    void everyRecordOfArgosBelongsToAnExample() {
        assertThat(examples.stream().filter(e -> e.truth() != null))
                .hasSize(TruthCase.all(ARGO).size());
    }

    @Test
    void everyDeviationHasAReasonAndAnExample() {
        Deviations deviations = Deviations.read();
        assertThat(examples).extracting(Example::name).containsAll(deviations.dice());
        for (Deviation deviation : deviations.all()) {
            assertThat(examples).extracting(Example::name).contains(deviation.example());
            assertThat(deviation.why()).as(deviation.example()).hasSizeGreaterThan(20);
        }
    }

    @TestFactory
    Stream<DynamicTest> lintHasNothingAgainstAnExample() {
        return examples.stream()
                .map(e -> dynamicTest(
                        e.name(), () -> assertThat(Surroundings.problems(e)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> anExampleThatSkiffDoesNotRefuseCanBePlanned() {
        return examples.stream()
                .filter(e -> e.isWorkflow() && LanguageNeeds.of(e.workflow()).isEmpty())
                .filter(e -> e.truth() == null
                        || !e.truth().truth().path("phase").asText().equals("Failed"))
                .map(e -> dynamicTest(e.name(), () -> {
                    var plan = Surroundings.plan(e);
                    assertThat(plan.isComplete()).as(plan.notes().toString()).isTrue();
                }));
    }
}
