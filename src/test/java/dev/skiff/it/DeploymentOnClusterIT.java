package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The controller as {@code make deploy} installs it: the manifests of k8s/cluster-wide, with the image that {@code $SKIFF_IMAGE} names (made
 * by {@code make image} or {@code image-jvm} and loaded into the cluster); without one the test is skipped, and says so.
 */
class DeploymentOnClusterIT {
    private static final String IMAGE = System.getenv().getOrDefault("SKIFF_IMAGE", "");
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:skiff:skiff";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static ServedNamespace users;

    @BeforeAll
    static void install() throws IOException {
        ClusterOfTests.assumed();
        if (IMAGE.isEmpty()) {
            System.err.println("SKIPPED: SKIFF_IMAGE names no image of the controller that the cluster has");
        }
        Assumptions.assumeFalse(IMAGE.isEmpty(), "needs the controller's image, named by SKIFF_IMAGE");
        users = ServedNamespace.of("skiff-deployed-it", directory);
        int colon = IMAGE.lastIndexOf(':');
        Path overlay = Path.of("target", "deployment-it");
        Files.createDirectories(overlay);
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                resources: [../../k8s/cluster-wide]
                images:
                  - {name: skiff, newName: "%s", newTag: "%s"}
                """.formatted(
                        IMAGE.substring(0, colon), IMAGE.substring(colon + 1)));
        uninstall();
        Shell.run("kubectl", "apply", "-k", overlay.toString());
        awaitRollout();
    }

    @AfterAll
    static void end() {
        if (users != null) {
            uninstall();
            users.close();
        }
    }

    /** All but the definitions, which other tests need. */
    private static void uninstall() {
        Shell.tryRun("kubectl", "delete", "namespace", "skiff", "--ignore-not-found", "--timeout=120s");
        Shell.tryRun("kubectl", "delete", "clusterrole,clusterrolebinding", "-l", "app.kubernetes.io/name=skiff");
    }

    private static void awaitRollout() {
        Shell.Result rollout =
                Shell.tryRun("kubectl", "-n", "skiff", "rollout", "status", "deployment/skiff", "--timeout=90s");
        if (rollout.exitCode() != 0) {
            throw new AssertionError(rollout.text()
                    + Shell.run("kubectl", "-n", "skiff", "describe", "pods")
                    + Shell.tryRun("kubectl", "-n", "skiff", "logs", "deployment/skiff")
                            .text());
        }
    }

    /** The workflow has ended well, or what the controller says is in the failure. */
    private static JsonNode succeeded(String name) {
        Instant last = Instant.now().plus(PATIENCE);
        JsonNode seen = users.workflow(name);
        while (!ServedNamespace.hasEnded(seen) && Instant.now().isBefore(last)) {
            ServedNamespace.pause(500);
            seen = users.workflow(name);
        }
        assertThat(seen.at("/status/phase").asText())
                .as("%s\n%s", seen.path("status").toPrettyString(), log())
                .isEqualTo("Succeeded");
        return seen;
    }

    private static String log() {
        return Shell.tryRun("kubectl", "-n", "skiff", "logs", "deployment/skiff", "--tail=-1")
                .text();
    }

    /** Bare: nothing of ours is in the pods. */
    @Test
    void runsAWorkflowOfAnotherNamespace() {
        users.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: hello}
                spec:
                  entrypoint: main
                  templates:
                    - name: main
                      container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, hello]}
                """);
        succeeded("hello");
        assertThat(users.kubectl("get", "wf")).contains("hello").contains("Succeeded");
    }

    /** 12 KB of what does not compress are posted to the Service, from a pod without any rights. */
    @Test
    void takesOutputsThatAreTooLargeForATerminationMessage() {
        users.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: large}
                spec:
                  entrypoint: main
                  templates:
                    - name: main
                      steps:
                        - - {name: make, template: make}
                        - - name: take
                            template: take
                            arguments: {parameters: [{name: text, value: "{{steps.make.outputs.parameters.text}}"}]}
                    - name: make
                      container:
                        image: busybox
                        imagePullPolicy: IfNotPresent
                        command: [sh, -c]
                        args: ["head -c 9000 /dev/urandom | base64 > /tmp/text"]
                      outputs: {parameters: [{name: text, valueFrom: {path: /tmp/text}}]}
                    - name: take
                      inputs: {parameters: [{name: text}]}
                      container:
                        image: busybox
                        imagePullPolicy: IfNotPresent
                        command: [sh, -c]
                        args: ["test ${#TEXT} -gt 12000"]
                        env: [{name: TEXT, value: "{{inputs.parameters.text}}"}]
                """);
        succeeded("large");
    }

    @Test
    void anotherPodGoesOnWhereTheDeletedOneWas() {
        users.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: long}
                spec:
                  entrypoint: main
                  templates:
                    - name: main
                      steps:
                        - - name: wait
                            template: wait
                            withSequence: {count: "4"}
                        - - {name: last, template: wait}
                    - name: wait
                      container: {image: busybox, imagePullPolicy: IfNotPresent, command: [sleep, "4"]}
                """);
        Instant last = Instant.now().plus(PATIENCE);
        while (users.kubectl("get", "pods", "-l", "workflows.argoproj.io/workflow=long", "-o", "name")
                        .isEmpty()
                && Instant.now().isBefore(last)) {
            ServedNamespace.pause(100);
        }
        Shell.run("kubectl", "-n", "skiff", "delete", "pods", "-l", "app.kubernetes.io/name=skiff", "--now");
        succeeded("long");
        awaitRollout();
        assertThat(users.kubectl("get", "pods", "-l", "workflows.argoproj.io/workflow=long", "-o", "name")
                        .lines())
                .hasSize(5);
    }

    @Test
    void mayNotReadSecretsNorEnterPods() {
        for (String forbidden : List.of(
                "get secrets", "list secrets", "create pods --subresource=exec", "create clusterroles", "get nodes")) {
            assertThat(mayDo(forbidden)).as(forbidden).endsWith("no");
        }
        assertThat(mayDo("create pods")).endsWith("yes");
    }

    private static String mayDo(String deed) {
        List<String> command = new ArrayList<>(List.of("kubectl", "auth", "can-i"));
        command.addAll(List.of(deed.split(" ")));
        command.addAll(List.of("-n", users.name(), "--as=" + SERVICE_ACCOUNT));
        return Shell.tryRun(command.toArray(String[]::new)).text().strip();
    }

    @Test
    void logsInJsonWithTheWorkflowAsAField() throws IOException {
        users.create("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: logged}
                spec:
                  entrypoint: main
                  templates:
                    - name: main
                      container: {image: busybox, imagePullPolicy: IfNotPresent, command: ["false"]}
                """);
        Instant last = Instant.now().plus(PATIENCE);
        while (!ServedNamespace.hasEnded(users.workflow("logged"))
                && Instant.now().isBefore(last)) {
            ServedNamespace.pause(500);
        }
        List<String> lines = log().lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines).isNotEmpty();
        ObjectMapper json = new ObjectMapper();
        for (String line : lines) {
            assertThat(json.readTree(line).path("message").isTextual()).as(line).isTrue();
        }
        assertThat(lines).anyMatch(line -> line.contains("logged") && line.contains("\"workflow\""));
    }
}
