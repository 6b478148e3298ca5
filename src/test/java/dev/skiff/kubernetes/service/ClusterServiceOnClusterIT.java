package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.it.ClusterOfTests;
import dev.skiff.it.ServedNamespace;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.UserInfo;
import dev.skiff.port.service.WatchEvent;
import dev.skiff.port.service.WorkflowService;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers with service accounts of their own, on a real API server, beside a controller that runs what they ask for. */
class ClusterServiceOnClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ResourceKind WORKFLOW = ResourceKind.WORKFLOW;

    @TempDir
    static Path directory;

    private static ServedNamespace cluster;
    private static KubernetesClient own;
    private static ClusterService service;
    private static WorkflowService.Session writer;
    private static WorkflowService.Session reader;
    private static WorkflowService.Session stranger;

    @BeforeAll
    static void serve() {
        ClusterOfTests.assumed();
        cluster = ServedNamespace.of("skiff-service-it", directory);
        cluster.serve("--no-leader-elect");
        own = Connections.of(new ClusterAccess(ClusterOfTests.kubeconfig(), null));
        service = new ClusterService(
                Callers.byToken(FabricApi.forCallers(Connections.anonymous(own))),
                new ServiceSettings("", InstantSource.system(), FakeDepot.EMPTY));
        account("writer", "*", "get,list,watch,delete");
        account("reader", "get,list,watch", "get,list,watch");
        writer = service.as(new Caller(token("writer")));
        reader = service.as(new Caller(token("reader")));
        cluster.kubectl("create", "serviceaccount", "stranger");
        stranger = service.as(new Caller(token("stranger")));
    }

    private static void account(String name, String onWorkflows, String onPods) {
        cluster.kubectl("create", "serviceaccount", name);
        String account = "--serviceaccount=" + cluster.name() + ":" + name;
        cluster.kubectl("create", "role", name, "--verb=" + onWorkflows, "--resource=workflows.argoproj.io");
        cluster.kubectl("create", "rolebinding", name, "--role=" + name, account);
        cluster.kubectl("create", "role", name + "-pods", "--verb=" + onPods, "--resource=pods,pods/log,events");
        cluster.kubectl("create", "rolebinding", name + "-pods", "--role=" + name + "-pods", account);
    }

    private static String token(String account) {
        return cluster.kubectl("create", "token", account).strip();
    }

    @AfterAll
    static void end() {
        if (service != null) {
            service.close();
            own.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static ObjectNode yaml(String text) {
        return ModelMapper.strict().valueToTree(Serialization.unmarshal(text, Map.class));
    }

    /** Two steps one after the other; the second fails when it is told so. */
    private static ObjectNode twoSteps(String name, String code) {
        return yaml("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: NAME}
                spec:
                  entrypoint: main
                  arguments: {parameters: [{name: code, value: "CODE"}]}
                  templates:
                    - name: main
                      steps:
                        - - {name: first, template: say, arguments: {parameters: [{name: what, value: "one"}]}}
                        - - {name: second, template: say, arguments: {parameters: [{name: what, value: "two; exit {{workflow.parameters.code}}"}]}}
                    - name: say
                      inputs: {parameters: [{name: what}]}
                      container:
                        image: busybox
                        imagePullPolicy: IfNotPresent
                        command: [sh, -c, "echo this is {{inputs.parameters.what}}"]
                """.replace("NAME", name).replace("CODE", code));
    }

    private static ServiceException refused(Act act) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, act::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    private interface Act {
        void run() throws InterruptedException;
    }

    private static JsonNode create(ObjectNode object) throws InterruptedException {
        return writer.create(WORKFLOW, cluster.name(), object, false);
    }

    private static JsonNode ended(String name) {
        return cluster.ended(name, PATIENCE);
    }

    private static String phase(JsonNode workflow) {
        return workflow.at("/status/phase").asText();
    }

    private static JsonNode node(JsonNode workflow, String displayName) {
        for (JsonNode node : workflow.at("/status/nodes")) {
            if (node.path("displayName").asText().equals(displayName)) {
                return node;
            }
        }
        throw new AssertionError(
                "no node " + displayName + ": " + workflow.path("status").toPrettyString());
    }

    private static Map<String, String> podUids(String workflow) {
        Map<String, String> uids = new java.util.TreeMap<>();
        cluster.kubectl(
                        "get",
                        "pods",
                        "-l",
                        "workflows.argoproj.io/workflow=" + workflow,
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.annotations.workflows\\.argoproj\\.io/node-name}"
                                + " {.metadata.uid}{\"\\n\"}{end}")
                .lines()
                .filter(l -> !l.isBlank())
                .forEach(l -> uids.put(l.substring(0, l.indexOf(' ')), l.substring(l.indexOf(' ') + 1)));
        return uids;
    }

    @Test
    void eachCallerMayDoWhatTheClusterSays() throws Exception {
        String namespace = cluster.name();
        create(twoSteps("rights", "0"));

        assertThat(reader.get(WORKFLOW, namespace, "rights")
                        .at("/spec/entrypoint")
                        .asText())
                .isEqualTo("main");
        ServiceException refused = refused(() -> reader.create(WORKFLOW, namespace, twoSteps("more", "0"), false));
        assertThat(refused.why()).isEqualTo(Why.FORBIDDEN);
        assertThat(refused)
                .hasMessageContaining("the service account " + namespace + "/reader may not create workflows")
                .hasMessageContaining("verbs: [create]");
        assertThat(refused(() -> reader.ask(namespace, "rights", new Request.Terminate()))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refused(() -> stranger.list(WORKFLOW, namespace, ListQuery.ALL))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refused(() -> stranger.watch(WORKFLOW, namespace, ListQuery.ALL, e -> {}))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refused(() -> stranger.logs(namespace, "rights", LogQuery.all(false), e -> {}))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refused(() -> writer.list(WORKFLOW, "default", ListQuery.ALL))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refused(() -> writer.list(WORKFLOW, "", ListQuery.ALL)).why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(refused(() -> service.as(new Caller("not.a.token")).list(WORKFLOW, namespace, ListQuery.ALL))
                        .why())
                .isEqualTo(Why.UNAUTHENTICATED);
    }

    @Test
    void aCallerIsKnownByName() throws Exception {
        UserInfo user = reader.user();

        assertThat(user.subject()).isEqualTo("system:serviceaccount:" + cluster.name() + ":reader");
        assertThat(user.serviceAccountName()).isEqualTo("reader");
        assertThat(user.serviceAccountNamespace()).isEqualTo(cluster.name());
        assertThat(user.groups()).contains("system:serviceaccounts");
        assertThat(user.issuer()).startsWith("https://");
    }

    @Test
    void aRunIsWatchedAndItsLogsAreFollowed() throws Exception {
        String namespace = cluster.name();
        LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
        Thread watching = Thread.ofVirtual().start(() -> {
            try {
                reader.watch(WORKFLOW, namespace, ListQuery.named("told"), events::put);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        create(twoSteps("told", "0"));
        List<String> lines = new ArrayList<>();
        reader.logs(namespace, "told", LogQuery.all(true), entry -> lines.add(entry.content()));

        assertThat(lines).containsExactly("this is one", "this is two");
        assertThat(phase(reader.get(WORKFLOW, namespace, "told"))).isEqualTo("Succeeded");
        WatchEvent last = events.poll(10, TimeUnit.SECONDS);
        assertThat(last).isNotNull();
        assertThat(last.type()).isEqualTo("ADDED");
        while (!phase(last.object()).equals("Succeeded")) {
            last = events.poll(10, TimeUnit.SECONDS);
            assertThat(last).isNotNull();
        }
        watching.interrupt();
        watching.join(10_000);
        assertThat(watching.isAlive()).isFalse();
        lines.clear();
        reader.logs(
                namespace,
                "told",
                new LogQuery(
                        node(last.object(), "second").path("id").asText(),
                        "",
                        "",
                        false,
                        false,
                        true,
                        null,
                        1,
                        0,
                        "two"),
                entry -> lines.add(entry.content()));
        assertThat(lines).singleElement().asString().matches("20\\d\\d-.*Z this is two");
    }

    @Test
    void whatFailedRunsAgainAndNothingElse() throws Exception {
        create(twoSteps("retried", "3"));
        JsonNode failed = ended("retried");
        assertThat(phase(failed)).isEqualTo("Failed");
        Map<String, String> before = podUids("retried");

        JsonNode asked = writer.ask(cluster.name(), "retried", new Request.Retry(false, NodeSelector.ALL, Map.of()));
        assertThat(phase(asked)).isEqualTo("Running");
        JsonNode again = ended("retried");
        Map<String, String> after = podUids("retried");
        assertThat(phase(again)).isEqualTo("Failed");
        for (String time : List.of("startedAt", "finishedAt")) {
            assertThat(node(again, "first").path(time))
                    .isEqualTo(node(failed, "first").path(time));
        }
        assertThat(after.get("retried[0].first")).isEqualTo(before.get("retried[0].first"));
        assertThat(after.get("retried[1].second")).isNotNull().isNotEqualTo(before.get("retried[1].second"));

        writer.ask(cluster.name(), "retried", new Request.Retry(false, NodeSelector.ALL, Map.of("code", "0")));
        JsonNode last = ended("retried");
        assertThat(phase(last)).as(last.path("status").toPrettyString()).isEqualTo("Succeeded");
        assertThat(podUids("retried").get("retried[0].first")).isEqualTo(before.get("retried[0].first"));
        assertThat(last.at("/metadata/labels/workflows.argoproj.io~1completed").asText())
                .isEqualTo("true");
    }

    @Test
    void aRunRemembersAnother() throws Exception {
        create(twoSteps("original", "3"));
        assertThat(phase(ended("original"))).isEqualTo("Failed");

        JsonNode made = writer.resubmit(cluster.name(), "original", true, Map.of("code", "0"));
        String name = made.at("/metadata/name").asText();
        JsonNode again = ended(name);

        assertThat(phase(again)).as(again.path("status").toPrettyString()).isEqualTo("Succeeded");
        assertThat(node(again, "first").path("phase").asText()).isEqualTo("Skipped");
        assertThat(podUids(name)).containsOnlyKeys(name + "[1].second");

        JsonNode plain = writer.resubmit(cluster.name(), "original", false, Map.of("code", "0"));
        String another = plain.at("/metadata/name").asText();
        assertThat(phase(ended(another))).isEqualTo("Succeeded");
        assertThat(podUids(another)).hasSize(2);
    }

    @Test
    void aRunIsSuspendedAndGoesOnWithWhatItIsGiven() throws Exception {
        String namespace = cluster.name();
        create(yaml("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: asked}
                spec:
                  entrypoint: main
                  suspend: true
                  templates:
                    - name: main
                      steps:
                        - - {name: ask, template: ask}
                        - - {name: wait, template: ask}
                    - name: ask
                      suspend: {}
                      outputs: {parameters: [{name: answer, valueFrom: {supplied: {}}}]}
                """));
        writer.ask(namespace, "asked", new Request.Unsuspend());
        await(() -> running("ask"));
        NodeSelector ask = NodeSelector.parse("displayName=ask");
        assertThat(refused(() -> writer.ask(namespace, "asked", new Request.Resume(ask)))
                        .why())
                .isEqualTo(Why.CONFLICT);
        writer.ask(namespace, "asked", new Request.SetNodes(ask, "", "", Map.of("answer", "yes")));
        writer.ask(namespace, "asked", new Request.Resume(ask));
        await(() -> running("wait"));
        assertThat(node(reader.get(WORKFLOW, namespace, "asked"), "ask")
                        .at("/outputs/parameters/0/value")
                        .asText())
                .isEqualTo("yes");
        writer.ask(namespace, "asked", new Request.Stop());

        assertThat(phase(ended("asked"))).isEqualTo("Failed");
        assertThat(refused(() -> writer.ask(namespace, "asked", new Request.Stop()))
                        .why())
                .isEqualTo(Why.CONFLICT);
        assertThat(writer.list(WORKFLOW, namespace, ListQuery.ALL.withFields("status.phase=Failed"))
                        .items())
                .anyMatch(w -> w.at("/metadata/name").asText().equals("asked"));
        writer.delete(WORKFLOW, namespace, "asked", false);
        assertThat(refused(() -> writer.get(WORKFLOW, namespace, "asked")).why())
                .isEqualTo(Why.NOT_FOUND);
    }

    private static boolean running(String displayName) throws InterruptedException {
        for (JsonNode node : reader.get(WORKFLOW, cluster.name(), "asked").at("/status/nodes")) {
            if (node.path("displayName").asText().equals(displayName)) {
                return node.path("phase").asText().equals("Running");
            }
        }
        return false;
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private static void await(Condition condition) throws InterruptedException {
        Instant last = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(last)) {
                throw new AssertionError("waited in vain\n" + cluster.workflows() + "\n"
                        + cluster.controller().printed());
            }
            ServedNamespace.pause(200);
        }
    }
}
