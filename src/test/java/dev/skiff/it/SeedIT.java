package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflow that Skiff was made for, as it is, on two real images: Python → R → Python over a list that the first step computes. */
class SeedIT {
    private static final String FILE = "src/test/resources/seed/workflow.yml";

    @TempDir
    Path directory;

    @BeforeAll
    static void images() {
        TestImages.ofTheSeed();
    }

    @Test
    void theFileIsTheArticlesByteForByte() throws IOException {
        Path original = Path.of("../shared/seed/workflow.yml");
        Assumptions.assumeTrue(Files.exists(original), "needs ../shared");
        assertThat(Path.of(FILE)).hasSameBinaryContentAs(original);
    }

    @Test
    void withoutAParameterTheFilesOwnFiveIsUsed() {
        var outcome = skiff().run("run", FILE, "--on", "docker", "-o", "json");
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        checkEveryValue(outcome.workflow(), 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 30})
    void everyValueGoesThroughTheThreeSteps(int max) {
        var skiff = skiff();
        var outcome = skiff.run("run", FILE, "-p", "max=" + max, "--on", "docker", "-o", "json");
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();

        JsonNode workflow = outcome.workflow();
        checkEveryValue(workflow, max);
        String name = workflow.path("metadata").path("name").asText();
        assertThat(Leftovers.of(name)).as("left behind in the engine").isEmpty();

        String logs = skiff.run("logs", name).out();
        for (long value : valuesOf(max)) {
            assertThat(logs).contains("registered " + value + " whose square is " + value * value);
        }
    }

    private SkiffCommand skiff() {
        return SkiffCommand.in(directory);
    }

    private static void checkEveryValue(JsonNode workflow, int max) {
        String name = workflow.path("metadata").path("name").asText();
        assertThat(name).matches("workflow-sample-[a-z0-9]{5}");
        JsonNode status = workflow.path("status");
        assertThat(status.path("phase").asText()).isEqualTo("Succeeded");
        assertThat(status.path("progress").asText()).isEqualTo((1 + 2 * max) + "/" + (1 + 2 * max));

        Map<String, JsonNode> nodes = byName(status.path("nodes"));
        JsonNode task1 = nodes.get(name + "[0].task1");
        assertThat(parameter(task1, "inputs", "max")).isEqualTo(Integer.toString(max));
        assertThat(parameter(task1, "outputs", "results")).isEqualTo(jsonList(max));

        var expected = new ArrayList<>(List.of(name, name + "[0]", name + "[0].task1", name + "[1]"));
        if (max == 0) {
            String skipped = name + "[1].task2-3";
            expected.add(skipped);
            assertThat(nodes.get(skipped).path("phase").asText()).isEqualTo("Skipped");
            assertThat(nodes.get(skipped).path("message").asText()).isEqualTo("Skipped, empty params");
        }
        List<Long> values = valuesOf(max);
        for (int i = 0; i < max; i++) {
            String pair = "%s[1].task2-3(%d:%d)".formatted(name, i, values.get(i));
            String value = Long.toString(values.get(i));
            String square = Long.toString(values.get(i) * values.get(i));
            expected.addAll(List.of(pair, pair + "[0]", pair + "[0].task2", pair + "[1]", pair + "[1].task3"));
            assertThat(parameter(nodes.get(pair), "inputs", "result1")).isEqualTo(value);
            assertThat(parameter(nodes.get(pair + "[0].task2"), "inputs", "param1"))
                    .isEqualTo(value);
            assertThat(parameter(nodes.get(pair + "[0].task2"), "outputs", "result"))
                    .isEqualTo(square);
            assertThat(parameter(nodes.get(pair + "[1].task3"), "inputs", "param1"))
                    .isEqualTo(square);
            assertThat(nodes.get(pair + "[1].task3")
                            .path("outputs")
                            .path("exitCode")
                            .asText())
                    .isEqualTo("0");
        }
        assertThat(nodes.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Map<String, JsonNode> byName(JsonNode nodes) {
        var byName = new HashMap<String, JsonNode>();
        nodes.forEach(node -> byName.put(node.path("name").asText(), node));
        return byName;
    }

    private static String parameter(JsonNode node, String direction, String name) {
        for (JsonNode parameter : node.path(direction).path("parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.path("value").asText();
            }
        }
        throw new AssertionError("no " + direction + " parameter " + name + " in " + node);
    }

    /** As pre-task.py computes them. */
    private static List<Long> valuesOf(int max) {
        var values = new ArrayList<Long>();
        for (long i = 0; i < max; i++) {
            values.add(7 * i + 3);
        }
        return values;
    }

    /** As Python prints a list: with a space after each comma. */
    private static String jsonList(int max) {
        return valuesOf(max).toString();
    }
}
