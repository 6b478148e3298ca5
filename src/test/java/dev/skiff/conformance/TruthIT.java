package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.it.SkiffCommand;
import dev.skiff.it.TestImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Argo 4.1.2 did with its own examples, and what Skiff does with them on Docker: the same nodes, phases, messages, inputs and
 * outputs. Runs every example that needs only what Skiff brings, two at a time, and prints the others with what each needs.
 */
class TruthIT {
    private static final Path ARGO = Path.of("../shared/argo");
    private static final int AT_A_TIME = 2;

    @TempDir
    static Path directory;

    private static Map<TruthCase, CompletableFuture<SkiffCommand.Outcome>> runs = Map.of();
    private static ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);

    @BeforeAll
    static void startThemAll() {
        Assumptions.assumeTrue(Files.isDirectory(ARGO.resolve("truth")), "needs ../shared/argo/truth");
        TestImages.ofTheExamples();
        runs = new LinkedHashMap<>();
        for (TruthCase example : TruthCase.all(ARGO)) {
            if (needs(example).isEmpty()) {
                runs.put(example, CompletableFuture.supplyAsync(() -> run(example), workers));
            }
        }
    }

    @AfterAll
    static void end() {
        workers.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> theNodeTreeIsArgos() {
        return runs.entrySet().stream()
                .map(e -> dynamicTest(
                        e.getKey().name(),
                        () -> compare(e.getKey(), e.getValue().join())));
    }

    /** Not a check of its own: says what is left to do, in every run of the suite. */
    @Test
    void whatIsNotYetCoveredIsPrinted() {
        var left =
                TruthCase.all(ARGO).stream().filter(c -> !runs.containsKey(c)).toList();
        var text = new StringBuilder("Truth: %d examples compared, %d not yet:%n".formatted(runs.size(), left.size()));
        left.forEach(c -> text.append("  %-62s %s%n".formatted(c.name(), String.join(", ", needs(c)))));
        System.out.println(text);
        assertThat(runs).as("examples that could be compared").isNotEmpty();
    }

    private static Set<String> needs(TruthCase example) {
        var needs = new TreeSet<>(LanguageNeeds.of(example.workflow()));
        needs.addAll(LanguageNeeds.ofTheExecutors(example.workflow()));
        needs.addAll(LanguageNeeds.ofTheCluster(example.workflow()));
        if (example.endless()) {
            needs.add("an end (Argo's own run was cut off)");
        }
        return needs;
    }

    private static SkiffCommand.Outcome run(TruthCase example) {
        try {
            Path file = directory.resolve(example.name() + ".yaml");
            Files.writeString(file, example.text());
            List<String> command = new ArrayList<>(List.of("run", file.toString(), "--on", "docker", "-o", "json"));
            TruthCluster.manifests(example).forEach(m -> command.addAll(List.of("--manifest", m.toString())));
            return SkiffCommand.in(directory.resolve("home"), directory).run(command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(TruthCase example, SkiffCommand.Outcome outcome) {
        JsonNode workflow = outcome.workflow();
        StatusShape argo = StatusShape.ofTruth(example.truth());
        StatusShape skiff = StatusShape.ofWorkflow(workflow);
        List<String> differences =
                example.stable() ? ShapeDiff.between(argo, skiff) : ShapeDiff.betweenStructures(argo, skiff);
        assertThat(String.join("\n", differences))
                .as("%s: what differs from Argo%n%s", example.file(), outcome.err())
                .isEmpty();
        assertThat(StatusRules.breaches(workflow)).as(example.name()).isEmpty();
        boolean succeeded = skiff.workflow().path("phase").asText().equals("Succeeded");
        assertThat(outcome.exitCode())
                .as("exit code of a run that ended %s", skiff.workflow().path("phase"))
                .matches(code -> (code == 0) == succeeded);
    }
}
