package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skiff serve --on kubernetes} as users meet it: with kubectl, on real pods. */
class ServeOnClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HELLO = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: NAME}
            spec:
              entrypoint: main
              templates:
                - name: main
                  container: {image: busybox, imagePullPolicy: IfNotPresent, command: [sh, -c], args: ["COMMAND"]}
            """;

    @TempDir
    static Path directory;

    private static ServedNamespace cluster;

    @BeforeAll
    static void serve() {
        ClusterOfTests.assumed();
        cluster = ServedNamespace.of("skiff-serve-it", directory);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void aController() {
        if (cluster.controller() == null || !cluster.controller().process().isAlive()) {
            cluster.serve("--no-leader-elect");
        }
    }

    private static String hello(String name, String command) {
        return HELLO.replace("NAME", name).replace("COMMAND", command);
    }

    private static JsonNode ended(String name) {
        return cluster.ended(name, PATIENCE);
    }

    private static String phase(JsonNode workflow) {
        return workflow.at("/status/phase").asText();
    }

    private static void await(String what, BooleanSupplier holds) {
        Instant last = Instant.now().plus(PATIENCE);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(last)) {
                throw new AssertionError("waited in vain: " + what + "\n" + cluster.workflows() + "\n"
                        + cluster.controller().printed());
            }
            ServedNamespace.pause(200);
        }
    }

    private static JsonNode node(String workflow, String displayName) {
        for (JsonNode node : cluster.workflow(workflow).at("/status/nodes")) {
            if (node.path("displayName").asText().equals(displayName)) {
                return node;
            }
        }
        return cluster.workflow(workflow).at("/status/nodes/none");
    }

    @Test
    void helloWorld() {
        cluster.create(hello("hello", "echo hello"));
        JsonNode workflow = ended("hello");

        assertThat(phase(workflow)).isEqualTo("Succeeded");
        assertThat(workflow.at("/status/nodes/hello/hostNodeName").asText()).isNotEmpty();
        assertThat(cluster.kubectl("get", "workflow", "hello")).contains("Succeeded");
        assertThat(cluster.kubectl("get", "pod", "hello", "-o", "jsonpath={.metadata.ownerReferences[0].kind}"))
                .isEqualTo("Workflow");
        assertThat(cluster.kubectl("get", "events")).contains("WorkflowRunning", "WorkflowSucceeded");
    }

    // MET-01, MET-04, EXIT-13
    @Test
    void whatIsMeasuredCanBeRead() {
        cluster.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: measured}
                spec:
                  entrypoint: main
                  onExit: bye
                  templates:
                    - name: main
                      metrics:
                        prometheus:
                          - {name: it_ends, help: h, counter: {value: "1"}, labels: [{key: status, value: "{{status}}"}]}
                          - {name: it_lasts, help: h, gauge: {realtime: true, value: "{{duration}}"}}
                          - {name: it_memory, help: h, gauge: {value: "{{resourcesDuration.memory}}"}}
                      container:
                        image: busybox
                        imagePullPolicy: IfNotPresent
                        command: [sleep, "3"]
                        resources: {requests: {memory: 200Mi}}
                    - name: bye
                      container: {image: busybox, imagePullPolicy: IfNotPresent, command: ["true"]}
                """);
        await("the gauge", () -> cluster.metrics().contains("argo_workflows_it_lasts "));
        JsonNode workflow = ended("measured");

        assertThat(workflow.at("/status/nodes/measured/resourcesDuration/memory")
                        .asLong())
                .isBetween(4L, 10L);
        assertThat(workflow.at("/status/resourcesDuration/memory").asLong()).isPositive();
        assertThat(cluster.metrics())
                .contains("argo_workflows_it_ends{status=\"Succeeded\"} 1.0")
                .containsPattern("argo_workflows_it_lasts [2-9]")
                .containsPattern("argo_workflows_it_memory [4-9].0")
                .contains("skiff_event_to_create_seconds_bucket{le=\"0.001\"}");
        assertThat(cluster.kubectl("get", "pods", "-l", "workflows.argoproj.io/on-exit=true", "-o", "name"))
                .contains("pod/measured-");
    }

    @Test
    void aWorkflowThatIsWrongFailsBesideOneThatIsRight() {
        cluster.create(hello("wrong", "true").replace("entrypoint: main", "entrypoint: none"));
        cluster.create(hello("right", "true"));

        assertThat(ended("wrong").at("/status/message").asText())
                .startsWith("invalid spec: ")
                .contains("none");
        assertThat(phase(ended("wrong"))).isEqualTo("Failed");
        assertThat(phase(ended("right"))).isEqualTo("Succeeded");
    }

    @Test
    void aRunIsStoppedThroughItsObject() {
        cluster.create(hello("stopped", "sleep 300"));
        await("a pod", () -> node("stopped", "stopped").path("phase").asText().equals("Running"));
        cluster.kubectl(
                "patch", "workflow", "stopped", "--type=merge", "-p", "{\"spec\":{\"shutdown\":\"Terminate\"}}");

        assertThat(phase(ended("stopped"))).isEqualTo("Failed");
    }

    @Test
    void aSuspendedStepIsResumedThroughTheStatus() {
        cluster.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: suspended}
                spec:
                  entrypoint: main
                  templates:
                    - name: main
                      steps: [[{name: wait, template: wait}]]
                    - name: wait
                      suspend: {}
                """);
        await("it waits", () -> node("suspended", "wait").path("phase").asText().equals("Running"));
        String id = node("suspended", "wait").path("id").asText();
        cluster.kubectl(
                "patch",
                "workflow",
                "suspended",
                "--type=merge",
                "-p",
                "{\"status\":{\"nodes\":{\"%s\":{\"phase\":\"Succeeded\",\"finishedAt\":\"%s\"}}}}"
                        .formatted(id, Instant.now().truncatedTo(ChronoUnit.SECONDS)));

        assertThat(phase(ended("suspended"))).isEqualTo("Succeeded");
    }

    @Test
    void aWorkflowThatIsDeletedLeavesNothing() {
        cluster.create(hello("deleted", "sleep 300"));
        await("a pod", () -> node("deleted", "deleted").path("phase").asText().equals("Running"));
        cluster.kubectl("delete", "workflow", "deleted");
        await(
                "no pod",
                () -> cluster.kubectl("get", "pods", "-o", "name").lines().noneMatch("pod/deleted"::equals));
    }

    @Test
    void workflowsOfAnotherInstanceAreLeftAlone() {
        cluster.create(hello("others", "true")
                .replace(
                        "{name: others}",
                        "{name: others, labels: {workflows.argoproj.io/controller-instanceid: another}}"));
        cluster.create(hello("own", "true"));

        assertThat(phase(ended("own"))).isEqualTo("Succeeded");
        assertThat(cluster.workflow("others").has("status")).isFalse();
    }

    /** Wherever it is killed, no step runs twice and none is lost: each pod's uid is its own. */
    @Test
    void aControllerThatIsKilledAgainAndAgainChangesNothing() {
        cluster.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: fan}
                spec:
                  entrypoint: main
                  templates:
                    - name: main
                      steps:
                        - - {name: a, template: pod, withSequence: {count: "8"}}
                        - - {name: b, template: pod, withSequence: {count: "4"}}
                    - name: pod
                      container: {image: busybox, imagePullPolicy: IfNotPresent, command: [sleep, "1"]}
                """);
        List<String> pods = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            ServedNamespace.pause(400L * i % 1700 + 300);
            cluster.kill();
            pods.addAll(pods());
            cluster.serve("--no-leader-elect");
        }
        JsonNode workflow = ended("fan");
        pods.addAll(pods());

        assertThat(phase(workflow)).as(workflow.path("status").toPrettyString()).isEqualTo("Succeeded");
        assertThat(workflow.at("/status/progress").asText()).isEqualTo("12/12");
        assertThat(pods.stream().distinct()).hasSize(12);
    }

    private static List<String> pods() {
        return cluster.kubectl(
                        "get",
                        "pods",
                        "-l",
                        "workflows.argoproj.io/workflow=fan",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name}/{.metadata.uid}{\"\\n\"}{end}")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Test
    void aControllerThatIsToldToEndDoesSoAndTheNextGoesOn() {
        cluster.create(hello("going", "sleep 6"));
        await("a pod", () -> node("going", "going").path("phase").asText().equals("Running"));
        SkiffCommand.Outcome end = cluster.end();
        assertThat(end.exitCode()).as(end.toString()).isZero();
        cluster.serve("--no-leader-elect");

        assertThat(phase(ended("going"))).isEqualTo("Succeeded");
    }
}
