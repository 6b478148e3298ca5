package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.conformance.Deviations.Deviation;
import dev.skiff.it.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Argo's examples on Docker, some at a time since most sleep. Those that Argo 4.1.2 was recorded with must give the same nodes, phases, messages, inputs and
 * outputs; the others must end as the list of examples says. One alone: {@code -Dskiff.conformance.only=REGEX}. What came out is written to
 * {@code target/conformance.md} and must be the page in the repository; {@code -Dskiff.conformance.write=true} puts it there.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceIT {
    private static final Path ARGO = Path.of("../shared/argo");
    private static final String ONLY = System.getProperty("skiff.conformance.only", ".*");
    private static final int AT_A_TIME = 3;

    @TempDir
    static Path directory;

    private static final ConformancePage PAGE = new ConformancePage();
    private static Deviations deviations = new Deviations(List.of(), Set.of());
    private static Map<Example, Treatment> treatments = Map.of();
    private static Map<Example, CompletableFuture<ExampleRun>> runs = Map.of();
    private static final ExecutorService WORKERS = Executors.newFixedThreadPool(AT_A_TIME);

    @BeforeAll
    static void startThemAll() {
        Assumptions.assumeTrue(Files.isDirectory(ARGO.resolve("truth")), "needs ../shared/argo/truth");
        TestImages.ofTheExamples();
        deviations = Deviations.read();
        treatments = new LinkedHashMap<>();
        runs = new LinkedHashMap<>();
        Surroundings surroundings = new Surroundings(ARGO);
        for (Example example : Example.all(ARGO)) {
            Treatment treatment = Treatment.of(example, surroundings, deviations);
            treatments.put(example, treatment);
            boolean runs = treatment instanceof Treatment.Compared || treatment instanceof Treatment.RunToItsEnd;
            if (runs && example.name().matches(ONLY)) {
                ConformanceIT.runs.put(
                        example, CompletableFuture.supplyAsync(() -> ExampleRun.of(example, directory), WORKERS));
            }
        }
    }

    @AfterAll
    static void end() {
        WORKERS.shutdownNow();
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> whatRunsOnDockerEndsAsArgosDid() {
        return runs.entrySet().stream().map(e -> dynamicTest(e.getKey().name(), () -> judge(e.getKey(), e.getValue())));
    }

    @Test
    @Order(2)
    void whatCameOutIsThePageInTheRepository() throws IOException {
        Assumptions.assumeTrue(ONLY.equals(".*"), "only some were run");
        treatments.forEach((example, treatment) -> {
            switch (treatment) {
                case Treatment.Planned p -> PAGE.planned(example, p);
                case Treatment.Linted l -> PAGE.linted(example, l);
                case Treatment.Compared c -> {} // its test has said what came out
                case Treatment.RunToItsEnd r -> {}
            }
        });
        Files.writeString(Path.of("target/conformance.md"), PAGE.text());
        if (Boolean.getBoolean("skiff.conformance.write")) {
            Files.writeString(ConformancePage.FILE, PAGE.text());
        }
        assertThat(PAGE.text()).isEqualTo(Files.readString(ConformancePage.FILE));
    }

    private static void judge(Example example, CompletableFuture<ExampleRun> running) {
        ExampleRun run = running.join();
        assertThat(run.outcome().out()).as(run.outcome().toString()).isNotBlank();
        JsonNode workflow = run.outcome().workflow();
        switch (treatments.get(example)) {
            case Treatment.Compared c -> compare(example, c.truth(), run);
            case Treatment.RunToItsEnd r -> {
                String phase = workflow.at("/status/phase").asText();
                assertThat(phase)
                        .as(run.outcome().toString())
                        .matches(r.end().isEmpty() ? "Succeeded|Failed" : r.end());
                PAGE.ran(example, r.end().isEmpty() ? "" : phase);
            }
            case Treatment.Planned p -> throw new IllegalStateException("not run");
            case Treatment.Linted l -> throw new IllegalStateException("not run");
        }
        assertThat(StatusRules.breaches(workflow)).as(example.name()).isEmpty();
        if (!run.interrupted()) {
            boolean succeeded = workflow.at("/status/phase").asText().equals("Succeeded");
            assertThat(run.outcome().exitCode())
                    .as("exit code of a run that ended %s", workflow.at("/status/phase"))
                    .matches(code -> (code == 0) == succeeded);
        }
    }

    private static void compare(Example example, TruthCase truth, ExampleRun run) {
        List<Deviation> meant = deviations.of(example);
        List<String> differences = ExampleRun.differences(truth, run.outcome().workflow());
        List<String> unexplained = differences.stream()
                .filter(line -> meant.stream().noneMatch(d -> d.explains(line)))
                .toList();
        assertThat(String.join("\n", unexplained))
                .as("%s: what differs from Argo%n%s", example, run.outcome().err())
                .isEmpty();
        assertThat(meant)
                .as("deviations in the list that are no more")
                .allMatch(d -> differences.stream().anyMatch(d::explains));
        PAGE.compared(example, truth, meant);
    }
}
