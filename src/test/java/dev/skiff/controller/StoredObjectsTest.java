package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor.Fate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the cluster has stored, whoever has written it. */
class StoredObjectsTest {
    private static final String HELLO = """
            {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "busybox", "command": ["true"]}}]}""";
    private static final String TWO = """
            {"entrypoint": "main", "templates": [
              {"name": "main", "steps": [[{"name": "a", "template": "pod"}], [{"name": "b", "template": "pod"}]]},
              {"name": "pod", "container": {"image": "busybox", "command": ["true"]}}]}""";

    private final FakeCluster cluster =
            new FakeCluster(task -> task.run().equals("runs") ? Fate.runs() : Fate.succeeds());

    @AfterEach
    void end() {
        cluster.close();
    }

    private List<String> events() {
        return cluster.api.writes().stream()
                .filter(c -> c.path().endsWith("/events"))
                .map(c -> new String(c.body(), StandardCharsets.UTF_8))
                .toList();
    }

    // MET-05
    @Test
    void theLastRunOfATemplateThatSucceededIsTheEstimateForTheNext() {
        cluster.start();
        String labels = "{\"workflows.argoproj.io/workflow-template\": \"t\"}";
        cluster.apply("first", labels, TWO);
        cluster.awaitPhase("first", "Succeeded");
        assertThat(cluster.status("first").has("estimatedDuration")).isFalse();
        cluster.apply("second", labels, TWO);
        cluster.awaitPhase("second", "Succeeded");
        cluster.apply("other", "{\"workflows.argoproj.io/workflow-template\": \"u\"}", TWO);
        cluster.awaitPhase("other", "Succeeded");

        assertThat(cluster.status("second").has("estimatedDuration")).isTrue();
        assertThat(cluster.status("second").path("nodes"))
                .isNotEmpty()
                .allSatisfy(node -> assertThat(node.has("estimatedDuration")).isTrue());
        assertThat(cluster.status("other").has("estimatedDuration")).isFalse();
    }

    // PHASE-21
    @Test
    void whatSomebodyElseHasEndedIsNotWrittenAnyMore() {
        cluster.start();
        cluster.apply("runs", HELLO);
        Await.until(
                "it runs",
                () -> cluster.node("runs", "runs").path("phase").asText().equals("Pending")
                        || cluster.node("runs", "runs").path("phase").asText().equals("Running"),
                () -> cluster.workflow("runs"));
        cluster.api.merge(FakeCluster.WORKFLOWS + "/runs", """
                {"metadata": {"labels": {"workflows.argoproj.io/completed": "true", "workflows.argoproj.io/phase": "Failed"}},
                 "status": {"phase": "Failed", "message": "by another"}}""");
        Await.until("it is let go", () -> cluster.size() == 0, () -> cluster.size());
        JsonNode ended = cluster.workflow("runs");
        cluster.apply("hello", HELLO);
        cluster.awaitPhase("hello", "Succeeded");

        assertThat(cluster.workflow("runs")).isEqualTo(ended);
    }

    // PHASE-23
    @Test
    void aStatusThatFitsNowhereIsAnError() {
        cluster.start();
        String large = "x".repeat((1 << 20) - 300);
        cluster.apply(
                "large",
                HELLO.replace(
                        "\"templates\"",
                        "\"arguments\": {\"parameters\": [{\"name\": \"p\", \"value\": \"" + large
                                + "\"}]}, \"templates\""));
        cluster.awaitPhase("large", "Error");

        assertThat(cluster.status("large").path("message").asText())
                .startsWith("workflow is longer than maximum allowed size. compressed size ");
        assertThat(cluster.status("large").has("nodes")).isFalse();
    }

    // MET-06
    @Test
    void aFieldThatNobodyKnowsIsIgnoredWithAWarning() {
        cluster.start();
        cluster.apply("new", """
                {"entrypoint": "main", "entrypiont": 1, "templates": [{"name": "main", "fast": true,
                   "container": {"image": "busybox", "command": ["true"]}}]}""");
        cluster.awaitPhase("new", "Succeeded");
        Await.until("the last Event", () -> events().toString().contains("WorkflowSucceeded"), this::events);

        assertThat(events())
                .filteredOn(e -> e.contains("WorkflowSpecWarning"))
                .singleElement()
                .asString()
                .contains(
                        "\"type\":\"Warning\"",
                        "spec.entrypiont: unknown field 'entrypiont'",
                        "spec.templates[0].fast");
    }
}
