package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.kubernetes.PodExecutors;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.Await;
import dev.skiff.port.RecordingListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.SampleTask;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskLifecycleContract.Deeds;
import dev.skiff.port.TaskRef;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** An executor on a cluster in memory, whose kubelet runs what a test announces. */
abstract class PodExecutorFixture {
    static final String NAMESPACE = "here";
    static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
    static final ObjectMapper JSON = new ObjectMapper();

    final FakeKubeApi api = new FakeKubeApi();
    final FakeKubelet kubelet = new FakeKubelet(api, NAMESPACE);
    final RecordingListener heard = new RecordingListener();
    private @Nullable PodWatch watch;
    private @Nullable TaskExecutor opened;

    @AfterEach
    void closeEverything() {
        if (opened != null) {
            opened.close();
        }
        if (watch != null) {
            watch.close();
        }
        kubelet.close();
    }

    static PodSettings settings() {
        return PodSettings.usual()
                .withAgentImage("skiff:1")
                .withDeleteDelay(Duration.ZERO)
                .withOwner(run -> Optional.of(new OwnerReferenceBuilder()
                        .withApiVersion("argoproj.io/v1alpha1")
                        .withKind("Workflow")
                        .withName(run.run())
                        .withUid(run.workflow().metadata().getUid())
                        .build()));
    }

    TaskExecutor open(PodSettings settings, WorkflowSpec spec) {
        watch = new PodWatch(api, List.of(NAMESPACE), "");
        opened = PodExecutors.shared(api, watch, NAMESPACE, settings, Clock.systemUTC());
        opened.listen(heard);
        watch.awaitStart();
        Await.until("the watch is open", () -> api.watches() == 2, api::calls);
        opened.prepare(context(spec));
        return opened;
    }

    TaskExecutor open() {
        return open(settings(), WorkflowSpec.builder().build());
    }

    TaskExecutor executor() {
        return Objects.requireNonNull(opened);
    }

    static RunContext context(WorkflowSpec spec) {
        var workflow = Workflow.builder()
                .metadata(
                        new ObjectMetaBuilder().withName("wf").withUid("uid-wf").build())
                .spec(spec)
                .build();
        return new RunContext(
                workflow,
                new Bundle(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of()));
    }

    static SampleTask task(String node) {
        return new SampleTask("wf", node, "any");
    }

    static TaskRef ref(String node) {
        return new TaskRef("wf", node);
    }

    static String pod(String node) {
        return PODS + "/wf-" + node;
    }

    void announce(String node, String stdout, @Nullable Integer exitCode) {
        kubelet.announce("wf-" + node, new Deeds(stdout, null, "", exitCode));
    }

    Ended runToEnd(Task task) {
        executor().start(task);
        return heard.ended(task.nodeId());
    }

    void awaitPod(String node) {
        Await.until("pod of " + node, () -> api.find(pod(node)) != null, api::calls);
    }

    /** What was sent, besides what only reads. */
    List<String> writes() {
        return api.writes().stream().map(Call::toString).toList();
    }

    Call write(int number) {
        return api.writes().get(number);
    }

    static String body(Call call) {
        byte[] body = call.body();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    /** As an earlier process has left it. */
    ObjectNode leave(String node, Consumer<ObjectNode> also) {
        ObjectNode pod = JSON.createObjectNode();
        ObjectNode metadata =
                pod.putObject("metadata").put("name", "wf-" + node).put("namespace", NAMESPACE);
        metadata.putObject("labels").put(PodMarks.WORKFLOW, "wf");
        metadata.putObject("annotations").put(PodMarks.NODE_ID, node);
        metadata.putArray("ownerReferences").addObject().put("kind", "Workflow").put("uid", "uid-wf");
        also.accept(pod);
        return api.put(PODS, pod);
    }

    /** Sets the state of a container, the first one when there is none. */
    static ObjectNode container(ObjectNode pod, String name, String state) {
        var statuses = pod.withObject("/status").withArray("containerStatuses");
        for (var status : statuses) {
            if (status.path("name").asText().equals(name)) {
                return ((ObjectNode) status).putObject("state").putObject(state);
            }
        }
        return statuses.addObject()
                .put("name", name)
                .put("ready", true)
                .putObject("state")
                .putObject(state);
    }
}
