package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Task;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of Workflow objects, as their status says it. */
class ControllerTest {
    private static final String HELLO = """
            {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "busybox", "command": ["true"]}}]}""";
    private static final String TWO = """
            {"entrypoint": "main", "templates": [
              {"name": "main", "steps": [[{"name": "a", "template": "pod"}], [{"name": "b", "template": "pod"}]]},
              {"name": "pod", "container": {"image": "busybox", "command": ["true"]}}]}""";
    private static final String WAITS = """
            {"entrypoint": "main", "templates": [
              {"name": "main", "steps": [[{"name": "wait", "template": "wait"}]]},
              {"name": "wait", "suspend": {}}]}""";

    private final FakeCluster cluster = new FakeCluster(this::fate);

    /** Steps named so run until they are told to end, others succeed. */
    private Fate fate(Task task) {
        String name = task.id().nodeName();
        return name.contains("runs")
                ? Fate.runs()
                : name.contains("fails") && !cluster.healed ? Fate.fails(3) : Fate.succeeds();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    // PHASE-20, NODE-19
    @Test
    void anObjectIsRunToItsEnd() {
        cluster.start();
        cluster.apply("hello", HELLO);
        cluster.awaitPhase("hello", "Succeeded");

        JsonNode workflow = cluster.workflow("hello");
        assertThat(workflow.path("metadata").path("labels").toString())
                .contains(
                        "\"workflows.argoproj.io/completed\":\"true\"",
                        "\"workflows.argoproj.io/phase\":\"Succeeded\"");
        assertThat(workflow.path("metadata")
                        .path("annotations")
                        .path("workflows.argoproj.io/pod-name-format")
                        .asText())
                .isEqualTo("v2");
        assertThat(workflow.path("status").path("progress").asText()).isEqualTo("1/1");
        assertThat(workflow.path("status").path("conditions").toString()).contains("\"type\":\"Completed\"");
        assertThat(workflow.path("status")
                        .path("nodes")
                        .path("hello")
                        .path("phase")
                        .asText())
                .isEqualTo("Succeeded");
    }

    @Test
    void aWorkflowOfOnePodCostsFewWrites() {
        cluster.start();
        cluster.apply("hello", HELLO);
        cluster.awaitPhase("hello", "Succeeded");
        Await.until("the last Event", () -> events().size() == 2, this::events);

        List<Call> patches = cluster.api.writes().stream()
                .filter(c -> c.method().equals("PATCH"))
                .toList();
        assertThat(patches).hasSizeLessThanOrEqualTo(2);
        assertThat(events().toString()).contains("WorkflowRunning", "WorkflowSucceeded");
    }

    private List<String> events() {
        return cluster.api.writes().stream()
                .filter(c -> c.path().endsWith("/events"))
                .map(c -> new String(c.body(), StandardCharsets.UTF_8))
                .toList();
    }

    // MET-08
    @Test
    void nodesAreToldOfInEvents() {
        cluster.start();
        cluster.apply("two", TWO);
        cluster.awaitPhase("two", "Succeeded");
        Await.until("the last Event", () -> events().toString().contains("WorkflowSucceeded"), this::events);

        assertThat(events())
                .anySatisfy(e -> assertThat(e)
                        .contains(
                                "\"reason\":\"WorkflowNodeSucceeded\"",
                                "\"message\":\"Succeeded node two[0].a\"",
                                "\"workflows.argoproj.io/node-type\":\"Pod\""));
    }

    @Test
    void aSpecThatIsWrongFailsWithAllItsProblems() {
        cluster.start();
        cluster.apply("wrong", """
                {"entrypoint": "main", "templates": [
                  {"name": "main", "steps": [[{"name": "a", "template": "none"}], [{"name": "b", "template": "nowhere"}]]}]}""");
        cluster.awaitPhase("wrong", "Failed");

        assertThat(cluster.status("wrong").path("message").asText())
                .startsWith("invalid spec: ")
                .contains("none", "nowhere", "spec.templates[0].steps[1][0]");
        assertThat(cluster.status("wrong").path("finishedAt").asText()).isNotEmpty();
        Await.until("the Event", () -> events().toString().contains("WorkflowFailed"), this::events);
    }

    @Test
    void anObjectThatIsNoWorkflowHurtsOnlyItself() {
        cluster.start();
        cluster.apply("odd", "{\"entrypoint\": {\"a\": 1}, \"templates\": \"none\", \"suspend\": [1]}");
        cluster.apply("hello", HELLO);
        cluster.awaitPhase("hello", "Succeeded");
        cluster.awaitPhase("odd", "Error");

        assertThat(cluster.status("odd").path("message").asText()).startsWith("cannot unmarshall spec: ");
    }

    @Test
    void templatesAndConfigMapsAreFound() {
        cluster.api.put("/apis/argoproj.io/v1alpha1/namespaces/default/workflowtemplates", """
                {"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowTemplate", "metadata": {"name": "shared"},
                 "spec": {"templates": [{"name": "pod", "inputs": {"parameters": [{"name": "text"}]},
                    "container": {"image": "busybox", "command": ["echo"], "args": ["{{inputs.parameters.text}}"]}}]}}""");
        cluster.api.put("/api/v1/namespaces/default/configmaps", """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "texts",
                  "labels": {"workflows.argoproj.io/configmap-type": "Parameter"}}, "data": {"greeting": "hi"}}""");
        cluster.start();
        cluster.apply("refers", """
                {"entrypoint": "main", "templates": [{"name": "main", "steps": [[{"name": "a",
                    "templateRef": {"name": "shared", "template": "pod"},
                    "arguments": {"parameters": [{"name": "text",
                       "valueFrom": {"configMapKeyRef": {"name": "texts", "key": "greeting"}}}]}}]]}]}""");
        cluster.awaitPhase("refers", "Succeeded");

        assertThat(cluster.node("refers", "a").path("inputs").toString()).contains("hi");
        assertThat(cluster.status("refers").path("storedTemplates").toString()).contains("namespaced/shared/pod");
    }

    // MET-07
    @Test
    void onlyWorkflowsOfThisInstanceAreRun() {
        cluster.start("mine");
        cluster.apply("other", HELLO);
        cluster.apply("own", "{\"workflows.argoproj.io/controller-instanceid\": \"mine\"}", HELLO);
        cluster.awaitPhase("own", "Succeeded");

        assertThat(cluster.workflow("other").has("status")).isFalse();
    }

    @Test
    void withoutAnInstanceThoseOfOthersAreLeftAlone() {
        cluster.start();
        cluster.apply("other", "{\"workflows.argoproj.io/controller-instanceid\": \"other\"}", HELLO);
        cluster.apply("own", HELLO);
        cluster.awaitPhase("own", "Succeeded");

        assertThat(cluster.workflow("other").has("status")).isFalse();
    }

    @Test
    void aRunIsStoppedThroughItsObject() {
        cluster.start();
        cluster.apply("runs", HELLO);
        Await.until("a pod", () -> cluster.pods.executions().size() == 1, () -> cluster.pods.executions());
        cluster.awaitPhase("runs", "Running");
        cluster.api.merge(FakeCluster.WORKFLOWS + "/runs", "{\"spec\": {\"shutdown\": \"Stop\"}}");
        cluster.awaitPhase("runs", "Failed");

        assertThat(cluster.status("runs").path("message").asText()).contains("Stopped with strategy 'Stop'");
    }

    @Test
    void aRunIsSuspendedAndResumedThroughItsObject() {
        cluster.start();
        cluster.apply("suspended", "{\"suspend\": true," + TWO.substring(1));
        cluster.awaitPhase("suspended", "Running");
        assertThat(cluster.pods.executions()).isEmpty();
        cluster.api.merge(FakeCluster.WORKFLOWS + "/suspended", "{\"spec\": {\"suspend\": null}}");
        cluster.awaitPhase("suspended", "Succeeded");

        assertThat(cluster.pods.executions()).hasSize(2);
    }

    @Test
    void aRunWhoseObjectIsDeletedEnds() {
        cluster.start();
        cluster.apply("runs", HELLO);
        Await.until("a pod", () -> cluster.pods.of("runs").size() == 1, () -> cluster.pods.executions());
        cluster.api.delete(FakeCluster.WORKFLOWS + "/runs");
        Await.until("no pod", () -> cluster.pods.of("runs").isEmpty(), () -> cluster.pods.of("runs"));
    }

    @Test
    void anotherObjectOfTheSameNameIsAnotherRun() {
        cluster.start();
        for (int i = 1; i <= 3; i++) {
            cluster.apply("hello", HELLO);
            cluster.awaitPhase("hello", "Succeeded");
            cluster.api.delete(FakeCluster.WORKFLOWS + "/hello");
        }
        assertThat(cluster.pods.executions()).hasSize(3);
    }

    @Test
    void aRunGoesOnWithTheNextController() {
        cluster.start();
        cluster.apply("two", TWO.replace("\"b\"", "\"runs\""));
        Await.until("two pods", () -> cluster.pods.executions().size() == 2, () -> cluster.pods.executions());
        cluster.stop();
        assertThat(cluster.node("two", "a").path("phase").asText()).isEqualTo("Succeeded");

        cluster.start();
        String running = cluster.pods.of("two").getFirst();
        Await.until(
                "it runs",
                () -> cluster.node("two", "runs").path("phase").asText().equals("Running"),
                () -> cluster.status("two"));
        cluster.executor().finish("two", running, 0, java.util.Map.of());
        cluster.awaitPhase("two", "Succeeded");

        assertThat(cluster.pods.executions()).hasSize(2);
    }

    @Test
    void whatTheServerRefusesForAWhileIsWrittenLater() {
        cluster.start();
        AtomicInteger refused = new AtomicInteger();
        cluster.api.trouble(call -> call.method().equals("PATCH") && refused.getAndIncrement() < 3
                ? new KubeProblem(500, "InternalError", "etcdserver: leader changed", null)
                : null);
        cluster.apply("hello", HELLO);
        cluster.awaitPhase("hello", "Succeeded");

        assertThat(refused.get()).isGreaterThan(3);
        assertThat(cluster.pods.executions()).hasSize(1);
    }

    @Test
    void aWatchThatIsBrokenOffMissesNothing() {
        cluster.start();
        cluster.api.breakWatches();
        cluster.apply("hello", HELLO);
        cluster.awaitPhase("hello", "Succeeded");
        cluster.api.breakWatches();
        cluster.apply("again", HELLO);
        cluster.awaitPhase("again", "Succeeded");

        assertThat(cluster.pods.executions()).hasSize(2);
    }

    // PAR-04
    @Test
    void onlySoManyWorkflowsRunAtOnce() {
        cluster.limit = 1;
        cluster.start();
        cluster.apply("runs", WAITS);
        cluster.awaitPhase("runs", "Running");
        cluster.apply("second", HELLO);
        cluster.awaitPhase("second", "Pending");
        assertThat(cluster.status("second").path("message").asText())
                .isEqualTo("Workflow processing has been postponed because too many workflows are already running");

        cluster.api.merge(FakeCluster.WORKFLOWS + "/runs", "{\"spec\": {\"shutdown\": \"Terminate\"}}");
        cluster.awaitPhase("second", "Succeeded");
        assertThat(cluster.status("second").has("message")).isFalse();
    }

    /** As {@code argo resume} does it. */
    @Test
    void aSuspendedStepIsResumedThroughTheStatus() {
        cluster.start();
        cluster.apply("waits", WAITS);
        Await.until(
                "it waits",
                () -> cluster.node("waits", "wait").path("phase").asText().equals("Running"),
                () -> cluster.status("waits"));
        String id = cluster.node("waits", "wait").path("id").asText();
        cluster.api.merge(FakeCluster.WORKFLOWS + "/waits", """
                {"status": {"nodes": {"%s": {"phase": "Succeeded", "finishedAt": "2026-11-25T20:00:00Z"}}}}""".formatted(id));
        cluster.awaitPhase("waits", "Succeeded");
    }

    /** As {@code argo retry} does it: the failed pod and its node are deleted, what is above it runs again. */
    @Test
    void aRunThatFailedIsRetriedThroughItsObject() {
        cluster.start();
        cluster.apply("retried", TWO.replace("\"b\"", "\"fails\""));
        cluster.awaitPhase("retried", "Failed");
        JsonNode failed = cluster.node("retried", "fails");
        String root = "retried";
        String group = "";
        for (JsonNode node : cluster.status("retried").path("nodes")) {
            group = node.path("displayName").asText().equals("[1]")
                    ? node.path("id").asText()
                    : group;
        }
        cluster.healed = true;
        cluster.api.merge(FakeCluster.WORKFLOWS + "/retried", """
                {"metadata": {"labels": {"workflows.argoproj.io/completed": null, "workflows.argoproj.io/phase": "Running"}},
                 "status": {"phase": "Running", "message": null, "finishedAt": null,
                   "nodes": {"%s": null,
                     "%s": {"phase": "Running", "message": null, "finishedAt": null, "children": null},
                     "%s": {"phase": "Running", "message": null, "finishedAt": null}}}}""".formatted(
                        failed.path("id").asText(), group, root));
        cluster.awaitPhase("retried", "Succeeded");

        assertThat(cluster.pods.executions()).hasSize(3);
        assertThat(cluster.status("retried").has("message")).isFalse();
        assertThat(cluster.workflow("retried").path("metadata").path("labels").toString())
                .contains("\"workflows.argoproj.io/completed\":\"true\"");
    }

    @Test
    void aTemplateThatIsChangedMeanwhileDoesNotChangeWhatRuns() {
        cluster.api.put("/apis/argoproj.io/v1alpha1/namespaces/default/workflowtemplates", """
                {"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowTemplate", "metadata": {"name": "shared"},
                 "spec": {"entrypoint": "main", "templates": [
                   {"name": "main", "steps": [[{"name": "wait", "template": "wait"}], [{"name": "b", "template": "pod"}]]},
                   {"name": "wait", "suspend": {}},
                   {"name": "pod", "container": {"image": "busybox", "command": ["before"]}}]}}""");
        cluster.start();
        cluster.apply("uses", "{\"workflowTemplateRef\": {\"name\": \"shared\"}}");
        Await.until(
                "it waits",
                () -> cluster.node("uses", "wait").path("phase").asText().equals("Running"),
                () -> cluster.status("uses"));
        cluster.api.merge("/apis/argoproj.io/v1alpha1/namespaces/default/workflowtemplates/shared", """
                {"spec": {"templates": [{"name": "main", "container": {"image": "busybox", "command": ["after"]}}]}}""");
        cluster.stop();
        cluster.start();
        cluster.api.merge(FakeCluster.WORKFLOWS + "/uses", resumed("uses", "wait"));
        cluster.awaitPhase("uses", "Succeeded");

        assertThat(cluster.node("uses", "b").path("phase").asText()).isEqualTo("Succeeded");
    }

    @Test
    void whatWasAskedWhileThereWasNoControllerIsDone() {
        cluster.start();
        cluster.apply(
                "waits",
                WAITS.replace(
                        "[{\"name\": \"wait\", \"template\": \"wait\"}]",
                        "[{\"name\": \"wait\", \"template\": \"wait\"}], [{\"name\": \"b\", \"template\": \"wait\"}]"));
        awaitWaiting("waits", "wait");
        cluster.stop();
        cluster.api.merge(FakeCluster.WORKFLOWS + "/waits", resumed("waits", "wait"));
        cluster.start();
        awaitWaiting("waits", "b");
    }

    private void awaitWaiting(String workflow, String step) {
        Await.until(
                step + " waits",
                () -> cluster.node(workflow, step).path("phase").asText().equals("Running"),
                () -> cluster.status(workflow));
    }

    /** As {@code argo resume} writes it. */
    private String resumed(String workflow, String step) {
        return """
                {"status": {"nodes": {"%s": {"phase": "Succeeded", "finishedAt": "%s"}}}}""".formatted(
                cluster.node(workflow, step).path("id").asText(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void aWorkflowIsDeletedWhenItsTimeHasCome() {
        cluster.start();
        cluster.apply("passing", "{\"ttlStrategy\": {\"secondsAfterCompletion\": 0}," + HELLO.substring(1));
        Await.until(
                "it is gone",
                () -> cluster.api.find(FakeCluster.WORKFLOWS + "/passing") == null,
                () -> cluster.workflow("passing"));
    }

    @Test
    void aWorkflowIsDeletedThoughItsLabelIsToldOfLate() {
        cluster.start();
        cluster.api.tellLate(Duration.ofMillis(300));
        cluster.apply("passing", "{\"ttlStrategy\": {\"secondsAfterCompletion\": 2}," + HELLO.substring(1));
        Await.until(
                "it is gone",
                () -> cluster.api.find(FakeCluster.WORKFLOWS + "/passing") == null,
                () -> cluster.workflow("passing"));
    }

    @Test
    void whatEndedBeforeIsDeletedWhenItsTimeHasCome() {
        cluster.apply(
                "old",
                "{\"workflows.argoproj.io/completed\": \"true\"}",
                "{\"ttlStrategy\": {\"secondsAfterCompletion\": 0}," + HELLO.substring(1));
        cluster.api.merge(
                FakeCluster.WORKFLOWS + "/old",
                "{\"status\": {\"phase\": \"Succeeded\", \"finishedAt\": \"2026-11-25T20:00:00Z\"}}");
        cluster.apply("kept", "{\"workflows.argoproj.io/completed\": \"true\"}", HELLO);
        cluster.start();
        Await.until(
                "it is gone",
                () -> cluster.api.find(FakeCluster.WORKFLOWS + "/old") == null,
                () -> cluster.workflow("old"));

        assertThat(cluster.workflow("kept").path("metadata").path("name").asText())
                .isEqualTo("kept");
    }

    @Test
    void aStatusThatCannotBeGoneOnFromIsAnError() {
        cluster.apply("odd", HELLO);
        cluster.api.merge(
                FakeCluster.WORKFLOWS + "/odd",
                "{\"status\": {\"phase\": \"Running\", \"compressedNodes\": \"nothing\"}}");
        cluster.apply("hello", HELLO);
        cluster.start();
        cluster.awaitPhase("odd", "Error");
        cluster.awaitPhase("hello", "Succeeded");

        assertThat(cluster.status("odd").path("message").asText()).contains("compressedNodes");
    }
}
