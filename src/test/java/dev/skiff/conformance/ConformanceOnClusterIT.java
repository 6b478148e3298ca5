package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.conformance.Deviations.Deviation;
import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.S3Server;
import dev.skiff.it.ServedNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Argo's examples as objects of a cluster, run by the controller: those that Argo 4.1.2 was recorded with give the same nodes, phases, messages,
 * inputs and outputs. One alone: {@code -Dskiff.conformance.only=REGEX}. Steps that hand over files need the agent's image, which
 * {@code SKIFF_AGENT_IMAGE} names, and the artifacts a server; without them the examples that need them are left out, by name.
 */
class ConformanceOnClusterIT {
    private static final Path ARGO = Path.of("../shared/argo");
    private static final String ONLY = System.getProperty("skiff.conformance.only", ".*");
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int AT_A_TIME = 12;
    /** The recorded cluster's. */
    private static final String NAMESPACE = "argo";

    /** What a pod of Argo's own would be needed for, and there is none. */
    private static final Set<String> NOT_RUN =
            Set.of("k8s-patch-pod.yaml"); // its resource step patches the pod that it runs in

    /** Differences that only this place of execution has: example → what begins the lines that are meant. */
    private static final Map<String, List<String>> MEANT = Map.of(
            // the name of the workflow that the step creates is generated
            "k8s-wait-wf.yaml", List.of("node WF[0].create-wf: outputs", "node WF[1].wait-wf: inputs"),
            // the user's program is the first process of its container, which no signal ends that it does not handle
            "timeouts-step.yaml", List.of("node WF: outputs"));

    @TempDir
    static Path directory;

    private static ServedNamespace cluster;
    private static S3Server artifacts;
    private static final Map<Example, String> NAMES = new LinkedHashMap<>();
    private static final Map<String, JsonNode> ENDS = new LinkedHashMap<>();
    private static final Map<String, String> OUTPUT = new LinkedHashMap<>();

    @BeforeAll
    static void runThemAll() {
        ClusterOfTests.assumed();
        Assumptions.assumeTrue(Files.isDirectory(ARGO.resolve("truth")), "needs ../shared/argo/truth");
        List<Example> chosen = Example.all(ARGO).stream()
                .filter(e -> e.truth() != null && e.name().matches(ONLY) && !NOT_RUN.contains(e.name()))
                .filter(e -> missing(e).isEmpty())
                .toList();
        cluster = ServedNamespace.of(NAMESPACE, directory);
        artifacts = S3Server.start();
        artifacts.bucket("artifacts");
        configure();
        templates();
        cluster.serve();
        submitAll(chosen);
    }

    /** What this cluster does not have. */
    private static Set<String> missing(Example example) {
        Set<String> needs = new TreeSet<>(LanguageNeeds.of(example.workflow()));
        needs.remove("a cluster (resource templates)");
        if (System.getenv("SKIFF_AGENT_IMAGE") == null && handsOver(example.workflow())) {
            needs.add("the agent's image");
        }
        if (!needs.isEmpty()) {
            System.err.println("not run on the cluster: " + example + " needs " + String.join(", ", needs));
        }
        return needs;
    }

    private static boolean handsOver(JsonNode workflow) {
        String text = workflow.toString();
        return text.contains("\"path\"") || text.contains("\"artifacts\"") || text.contains("\"containerSet\"");
    }

    private static void configure() {
        String image = System.getenv().getOrDefault("SKIFF_AGENT_IMAGE", "");
        cluster.create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: s3-credentials}
                stringData: {accesskey: admin, secretkey: password}
                """);
        cluster.create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: workflow-controller-configmap}
                data:
                  executor: |
                    image: "%s"
                    imagePullPolicy: IfNotPresent
                  artifactRepository: |
                    s3:
                      bucket: artifacts
                      endpoint: %s
                      insecure: true
                      accessKeySecret: {name: s3-credentials, key: accesskey}
                      secretKeySecret: {name: s3-credentials, key: secretkey}
                  images: |
                    argoproj/argosay:v2: {entrypoint: [/argosay]}
                """.formatted(image, artifacts.address()));
    }

    /** The templates and ConfigMaps that the recorded cluster had. */
    private static void templates() {
        Set<String> made = new TreeSet<>();
        List<Path> files = new ArrayList<>(TruthCluster.manifests(Path.of("")));
        files.removeFirst();
        for (Path file : files) {
            for (String document : documents(file)) {
                JsonNode object = TruthCase.yaml(document);
                String kind = object.path("kind").asText();
                if (made.add(kind + "/" + object.at("/metadata/name").asText())) {
                    if (kind.startsWith("Cluster")) {
                        cluster.tryKubectl(
                                "delete", kind, object.at("/metadata/name").asText(), "--ignore-not-found");
                    }
                    cluster.create(pulled(object).toString());
                }
            }
        }
    }

    private static List<String> documents(Path file) {
        try {
            return Stream.of(Files.readString(file).split("(?m)^---.*$"))
                    .filter(text -> TruthCase.yaml(text).has("kind"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No image can be pulled on the cluster of the tests, and none could be on the recorded one. */
    private static JsonNode pulled(JsonNode tree) {
        if (tree.isObject()) {
            ObjectNode object = (ObjectNode) tree;
            if (object.path("image").isTextual()) {
                object.put("imagePullPolicy", "IfNotPresent");
            }
        }
        tree.forEach(ConformanceOnClusterIT::pulled);
        return tree;
    }

    private static void submitAll(List<Example> chosen) {
        List<Example> waiting = new ArrayList<>(chosen);
        Map<String, Example> running = new LinkedHashMap<>();
        Instant last = Instant.now().plus(PATIENCE);
        while ((!waiting.isEmpty() || !running.isEmpty()) && Instant.now().isBefore(last)) {
            while (running.size() < AT_A_TIME && !waiting.isEmpty()) {
                Example next = waiting.removeFirst();
                objectsBeside(next);
                String name = cluster.create(pulled(TruthCase.yaml(next.text())).toString());
                NAMES.put(next, name);
                running.put(name, next);
            }
            ServedNamespace.pause(1500);
            Map<String, JsonNode> seen = cluster.workflows();
            running.entrySet().removeIf(e -> isDone(e.getValue().truth(), e.getKey(), seen.get(e.getKey())));
        }
        OUTPUT.put("", cluster.controller().printed());
    }

    private static void objectsBeside(Example example) {
        for (String document : documents(example.file())) {
            JsonNode object = TruthCase.yaml(document);
            String kind = object.path("kind").asText();
            if (kind.equals("ConfigMap") || kind.equals("WorkflowTemplate")) {
                cluster.tryKubectl("delete", kind, object.at("/metadata/name").asText(), "--ignore-not-found");
                cluster.create(pulled(object).toString());
            }
        }
    }

    /** An endless one is done when it is as Argo's was. */
    private static boolean isDone(TruthCase truth, String name, JsonNode seen) {
        JsonNode last = seen == null ? ENDS.get(name) : seen;
        if (last == null) {
            return true; // deleted by its own ttlStrategy before it was seen
        }
        ENDS.put(name, last);
        boolean done = seen == null
                || ServedNamespace.hasEnded(last)
                || truth.endless() && ExampleRun.differences(truth, last).isEmpty();
        if (done && truth.endless()) {
            cluster.tryKubectl("delete", "workflow", name, "--wait=false");
        }
        return done;
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (artifacts != null) {
            artifacts.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> whatRunsOnTheClusterEndsAsArgosDid() {
        Deviations deviations = Deviations.read();
        return NAMES.entrySet().stream()
                .map(e -> dynamicTest(e.getKey().name(), () -> judge(e.getKey(), e.getValue(), deviations)));
    }

    private static void judge(Example example, String name, Deviations deviations) {
        JsonNode workflow = ENDS.get(name);
        assertThat(workflow).as("%s: the object of %s", name, example).isNotNull();
        List<Deviation> meant = deviations.of(example);
        List<String> unexplained = ExampleRun.differences(example.truth(), workflow).stream()
                .filter(line -> meant.stream().noneMatch(d -> d.explains(line)))
                .filter(line ->
                        MEANT.getOrDefault(example.name(), List.of()).stream().noneMatch(line::startsWith))
                .toList();
        assertThat(String.join("\n", unexplained))
                .as(
                        "%s: what differs from Argo%n%s",
                        example, workflow.path("status").toPrettyString())
                .isEmpty();
        assertThat(StatusRules.breaches(workflow)).as(example.name()).isEmpty();
    }
}
