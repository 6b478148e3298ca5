package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in clusters: controllers that are killed, and API servers that refuse, hang, forget, and go away. */
class FaultsOnClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int PODS = Integer.getInteger("skiff.pods", 200);
    private static final int KILLS = Integer.getInteger("skiff.kills", 20);
    private static final long SEED = Long.getLong("skiff.seed", 5);
    private static final Path DEVCLUSTER = Path.of("../shared/devcluster/devcluster");

    private static final String FAN = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: fan}
            spec:
              entrypoint: main
              parallelism: 12
              templates:
                - name: main
                  steps:
                    - - {name: each, template: pod, withSequence: {count: "COUNT"}, arguments: {parameters: [{name: v, value: "{{item}}"}]}}
                    - - {name: all, template: pod, arguments: {parameters: [{name: v, value: "{{steps.each.outputs.result}}"}]}}
                - name: pod
                  inputs: {parameters: [{name: v}]}
                  script: {image: busybox, imagePullPolicy: IfNotPresent, command: [sh], source: "echo '{{inputs.parameters.v}}'"}
            """;

    /** A loop, a step that fails first, and a DAG that hands results on. */
    private static final String MIXED = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: NAME}
            spec:
              entrypoint: main
              templates:
                - name: main
                  dag:
                    tasks:
                      - {name: each, template: say, withSequence: {count: "8"}, arguments: {parameters: [{name: v, value: "{{item}}"}]}}
                      - {name: flaky, template: flaky}
                      - {name: all, template: say, depends: "each && flaky", arguments: {parameters: [{name: v, value: "{{tasks.each.outputs.result}}"}]}}
                      - {name: last, template: say, depends: all, arguments: {parameters: [{name: v, value: "{{tasks.all.outputs.result}}"}]}}
                - name: say
                  inputs: {parameters: [{name: v}]}
                  script: {image: busybox, imagePullPolicy: IfNotPresent, command: [sh], source: "sleep 1; echo '{{inputs.parameters.v}}'"}
                - name: flaky
                  retryStrategy: {limit: "2"}
                  script: {image: busybox, imagePullPolicy: IfNotPresent, command: [sh], source: "sleep 1; exit $(( {{retries}} < 1 ))"}
            """;

    @TempDir
    Path directory;

    private ServedNamespace cluster;
    private Process watch;
    private Path seen;

    @BeforeEach
    void aNamespace() throws IOException {
        ClusterOfTests.assumed();
        cluster = ServedNamespace.of("skiff-faults-it", directory);
        seen = directory.resolve("pods");
        ProcessBuilder builder = new ProcessBuilder(
                        "kubectl",
                        "-n",
                        cluster.name(),
                        "get",
                        "pods",
                        "--watch",
                        "-o",
                        "jsonpath={.metadata.name}/{.metadata.uid}{\"\\n\"}")
                .redirectErrorStream(true)
                .redirectOutput(seen.toFile());
        ClusterOfTests.tell(builder);
        watch = builder.start();
    }

    @AfterEach
    void end() {
        if (cluster != null) {
            cluster.close();
            watch.destroy();
        }
    }

    /** Name → uid of every pod that there ever was; fails when there were two of one name. */
    private Map<String, String> podsOf(String workflow) throws IOException {
        Map<String, String> uids = new TreeMap<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(seen));
        lines.addAll(cluster.kubectl(
                        "get", "pods", "-o", "jsonpath={range .items[*]}{.metadata.name}/{.metadata.uid}{\"\\n\"}{end}")
                .lines()
                .toList());
        for (String line : lines) {
            String[] parts = line.strip().split("/");
            if (parts.length == 2 && (parts[0].equals(workflow) || parts[0].startsWith(workflow + "-"))) {
                String before = uids.put(parts[0], parts[1]);
                assertThat(before == null || before.equals(parts[1]))
                        .as("pod " + parts[0] + " was made once")
                        .isTrue();
            }
        }
        return uids;
    }

    /** Name of each node without that of the workflow → its type, phase and result. */
    private static Map<String, String> nodes(JsonNode workflow) {
        Map<String, String> nodes = new TreeMap<>();
        String name = workflow.at("/metadata/name").asText();
        for (JsonNode node : workflow.at("/status/nodes")) {
            nodes.put(
                    node.path("name").asText().substring(name.length()),
                    node.path("type").asText() + " " + node.path("phase").asText() + " "
                            + node.at("/outputs/result").asText());
        }
        return nodes;
    }

    private static String phase(JsonNode workflow) {
        return workflow.at("/status/phase").asText();
    }

    private JsonNode ended(String name) {
        return cluster.ended(name, PATIENCE);
    }

    @Test
    void aControllerThatIsKilledTwentyTimesRunsEachPodOnceAndLosesNoResult() throws IOException {
        Random random = new Random(SEED);
        cluster.serve("--no-leader-elect");
        cluster.create(FAN.replace("COUNT", Integer.toString(PODS)));
        for (int kill = 1; kill <= KILLS; kill++) {
            ServedNamespace.pause(100 + random.nextInt(2500));
            cluster.kill();
            assertThat(ServedNamespace.hasEnded(cluster.workflow("fan")))
                    .as("the run has ended before kill " + kill)
                    .isFalse();
            cluster.serve("--no-leader-elect");
        }
        JsonNode workflow = ended("fan");

        assertThat(phase(workflow)).as(workflow.path("status").toPrettyString()).isEqualTo("Succeeded");
        Map<String, String> nodes = nodes(workflow);
        IntStream.range(0, PODS)
                .forEach(i ->
                        assertThat(nodes.get("[0].each(" + i + ":" + i + ")")).isEqualTo("Pod Succeeded " + i));
        String all = IntStream.range(0, PODS).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        assertThat(workflow.at("/status/nodes").findValuesAsText("value"))
                .as("what the last step was given")
                .contains(all);
        assertThat(nodes).as("pods, groups and the workflow").hasSize(PODS + 1 + 2 + 1);
        assertThat(podsOf("fan")).hasSize(PODS + 1);
    }

    @Test
    void aServerThatRefusesHangsForgetsAndGoesSilentChangesNothing() throws IOException {
        cluster.serve("--no-leader-elect");
        cluster.create(MIXED.replace("NAME", "calm"));
        Map<String, String> expected = nodes(ended("calm"));
        cluster.end();
        assertThat(expected).hasSize(8 + 1 + 3 + 2 + 1);

        try (FaultyProxy proxy = new FaultyProxy(SEED, 4)) {
            cluster.through(proxy.kubeconfig(directory));
            cluster.serve("--no-leader-elect");
            for (int i = 0; i < 3; i++) {
                cluster.create(MIXED.replace("NAME", "rough" + i));
            }
            for (int i = 0; i < 3; i++) {
                assertThat(nodes(ended("rough" + i))).as(proxy.toString()).isEqualTo(expected);
                assertThat(podsOf("rough" + i)).hasSameSizeAs(podsOf("calm"));
            }
            assertThat(proxy.faults())
                    .as(proxy.toString())
                    .contains(
                            FaultyProxy.Fault.GONE,
                            FaultyProxy.Fault.GONE_EVENT,
                            FaultyProxy.Fault.CUT_WATCH,
                            FaultyProxy.Fault.CONFLICT,
                            FaultyProxy.Fault.BUSY,
                            FaultyProxy.Fault.CUT,
                            FaultyProxy.Fault.LOST);
            cluster.end();
        }
    }

    @Test
    void aJobBehindSuchAServerEndsAsWithoutIt() throws IOException {
        Path file = Files.writeString(directory.resolve("job.yaml"), MIXED.replace("NAME", "job"));
        try (FaultyProxy proxy = new FaultyProxy(SEED + 1, 4)) {
            SkiffCommand skiff = SkiffCommand.in(directory)
                    .with("KUBECONFIG", proxy.kubeconfig(directory).toString());
            SkiffCommand.Outcome end = skiff.run(
                    "run", "--on", "kubernetes", "--namespace", cluster.name(), "-o", "json", file.toString());

            assertThat(end.exitCode()).as(end + "\n" + proxy).isZero();
            assertThat(nodes(end.workflow()))
                    .containsEntry(".all", "Pod Succeeded [0,1,2,3,4,5,6,7]")
                    .hasSize(15);
            assertThat(podsOf("job")).hasSize(8 + 2 + 2);
        }
    }

    @Test
    void anApiServerThatIsStartedAnewIsWaitedFor() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(DEVCLUSTER), "needs the cluster whose parts can be killed");
        cluster.serve("--no-leader-elect");
        cluster.create(MIXED.replace("NAME", "away"));
        ServedNamespace.pause(2500);
        Shell.run(DEVCLUSTER.toString(), "kill", "apiserver");
        try {
            ServedNamespace.pause(6000);
            assertThat(cluster.isLive()).as(cluster.controller().printed()).isTrue();
        } finally {
            Shell.run(DEVCLUSTER.toString(), "start", "apiserver");
        }
        Await.until(
                "the server is back", () -> cluster.tryKubectl("get", "pods").exitCode() == 0, () -> "it is not");
        JsonNode workflow = ended("away");

        assertThat(phase(workflow)).as(workflow.path("status").toPrettyString()).isEqualTo("Succeeded");
        assertThat(cluster.controller().printed()).contains("Unable to connect to the server");
        assertThat(podsOf("away")).hasSize(8 + 2 + 2);
    }
}
