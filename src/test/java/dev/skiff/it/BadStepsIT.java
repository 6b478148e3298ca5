package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that go wrong in a real engine: each failure says what a person needs, and nothing is left behind. */
class BadStepsIT {
    private static String image = "";

    @TempDir
    Path directory;

    @BeforeAll
    static void images() {
        image = TestImages.busybox();
    }

    @Test
    void withoutAnEngineTheMessageSaysWhatWasTriedAndHowToStartOne() {
        var outcome = SkiffCommand.in(directory)
                .with("DOCKER_HOST", "unix:///nonexistent/engine.sock")
                .run("run", file(leaf("command: [echo, hi]")), "--on", "docker");
        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(outcome.err())
                .contains("/nonexistent/engine.sock", "DOCKER_HOST", "start", "--on host")
                .doesNotContain("\tat ");
    }

    @Test
    void anImageThatIsNowhereIsNamed() {
        JsonNode root = rootOf(failed(leaf("command: [echo, hi]").replace(image, "skiff-test/no-such-image:1")));
        assertThat(root.path("message").asText()).contains("skiff-test/no-such-image:1");
    }

    @Test
    void aCommandThatIsNotInTheImageIsNamed() {
        JsonNode root = rootOf(failed(leaf("command: [no-such-command, --help]")));
        assertThat(root.path("message").asText()).contains("no-such-command", image);
        assertThat(root.path("outputs").path("exitCode").asText()).isEqualTo("64");
    }

    @Test
    void anOutputFileThatWasNotWrittenIsNamed() {
        JsonNode root = rootOf(failed(leaf("""
                command: [echo, hi]
                    outputs: {parameters: [{name: answer, valueFrom: {path: /tmp/answer}}]}""")));
        assertThat(root.path("phase").asText()).isEqualTo("Error");
        assertThat(root.path("message").asText()).contains("/tmp/answer").contains("answer");
    }

    @Test
    void itsDefaultIsTakenWhenThereIsOne() {
        var outcome = run(leaf("""
                command: [echo, hi]
                    outputs: {parameters: [{name: answer, valueFrom: {path: /tmp/answer, default: "42"}}]}"""));
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        JsonNode answer = rootOf(outcome).path("outputs").path("parameters").path(0);
        assertThat(answer.path("value").asText()).isEqualTo("42");
    }

    @Test
    void aValueThatIsNoJsonListIsShown() {
        var outcome = failed(workflow("""
                  - name: main
                    steps:
                    - - {name: list, template: list}
                    - - name: each
                        template: list
                        withParam: "{{steps.list.outputs.parameters.list}}"
                  - name: list
                    container: {image: %s, command: [sh, -c, 'echo one, two, three > /tmp/list']}
                    outputs: {parameters: [{name: list, valueFrom: {path: /tmp/list}}]}
                """.formatted(image)));
        assertThat(outcome.workflow().toString())
                .contains("withParam value could not be parsed as a JSON list: one, two, three");
    }

    @Test
    void twoGigabytesOfOutputAreALimitAndNotACrash() {
        JsonNode root = rootOf(failed(leaf("""
                command: [sh, -c, 'dd if=/dev/zero of=/tmp/answer bs=1M count=0 seek=2048']
                    outputs: {parameters: [{name: answer, valueFrom: {path: /tmp/answer}}]}""")));
        assertThat(root.path("message").asText()).contains("answer").containsIgnoringCase("limit");
    }

    @Test
    void aDirectoryWhereAFileShouldBeIsSaid() {
        JsonNode root = rootOf(failed(leaf("""
                command: [mkdir, /tmp/answer]
                    outputs: {parameters: [{name: answer, valueFrom: {path: /tmp/answer}}]}""")));
        assertThat(root.path("message").asText()).contains("/tmp/answer").contains("directory");
    }

    @Test
    void sixtyFourLevelsOfNestingAreFine() {
        var templates = new StringBuilder();
        for (int level = 0; level < 64; level++) {
            templates.append("  - {name: %s, steps: [[{name: down, template: level-%d}]]}%n"
                    .formatted(level == 0 ? "main" : "level-" + level, level + 1));
        }
        templates.append("  - {name: level-64, container: {image: %s, command: [echo, deep]}}%n".formatted(image));
        var outcome = run(workflow(templates.toString()));
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.workflow().path("status").path("nodes")).hasSize(64 * 2 + 1);
    }

    @Test
    void recursionWithoutEndStopsAtItsLimit() {
        var outcome = failed(workflow("  - {name: main, steps: [[{name: again, template: main}]]}\n"));
        assertThat(outcome.workflow().path("status").toString()).contains("Maximum recursion depth exceeded");
        assertThat(outcome.workflow().path("status").path("nodes").size()).isBetween(100, 210);
    }

    private SkiffCommand.Outcome run(String workflow) {
        var outcome = SkiffCommand.in(directory).run("run", file(workflow), "--on", "docker", "-o", "json");
        String name = outcome.workflow().path("metadata").path("name").asText();
        assertThat(Leftovers.of(name)).as("left behind in the engine").isEmpty();
        return outcome;
    }

    private SkiffCommand.Outcome failed(String workflow) {
        var outcome = run(workflow);
        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(outcome.workflow().path("status").path("phase").asText()).isIn("Failed", "Error");
        return outcome;
    }

    private static JsonNode rootOf(SkiffCommand.Outcome outcome) {
        JsonNode workflow = outcome.workflow();
        return workflow.path("status")
                .path("nodes")
                .path(workflow.path("metadata").path("name").asText());
    }

    private String file(String workflow) {
        try {
            return Files.writeString(Files.createTempFile(directory, "wf", ".yaml"), workflow)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One container template; {@code container} are fields of it, at a depth of six spaces. */
    private static String leaf(String container) {
        return workflow("  - name: main\n    container:\n      image: %s\n      %s\n".formatted(image, container));
    }

    private static String workflow(String templates) {
        return """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {generateName: bad-input-}
                spec:
                  entrypoint: main
                  templates:
                """ + templates;
    }
}
