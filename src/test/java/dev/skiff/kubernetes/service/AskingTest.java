package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts STOP-07, SUSP-05 to SUSP-08, RETRYWF-01 to RETRYWF-06, in the objects of a cluster. */
class AskingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/argo/workflows";
    private static final String PODS = "/api/v1/namespaces/argo/pods";
    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");

    private final FakeKubeApi api = new FakeKubeApi();
    private final WorkflowService.Session session = new ClusterService(
                    Callers.byToken(api), new ServiceSettings("", InstantSource.fixed(NOW), FakeDepot.EMPTY))
            .as(new Caller("token"));

    @AfterEach
    void end() {
        api.close();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A workflow "w" with nodes. */
    private void put(String phase, String nodes, boolean packed) {
        ObjectNode object = json("""
                {'apiVersion': 'argoproj.io/v1alpha1', 'kind': 'Workflow',
                 'metadata': {'name': 'w', 'namespace': 'argo', 'labels': {'team': 'a',
                    'workflows.argoproj.io/completed': 'true', 'workflows.argoproj.io/phase': 'Failed',
                    'workflows.argoproj.io/creator': 'ann'}, 'annotations': {'note': 'kept'}},
                 'spec': {'entrypoint': 'main', 'shutdown': 'Stop',
                    'arguments': {'parameters': [{'name': 'color', 'value': 'red', 'description': 'which'}]}},
                 'status': {'phase': 'PHASE', 'message': 'child failed', 'startedAt': '2026-11-25T19:00:00Z',
                    'finishedAt': '2026-11-25T19:10:00Z', 'conditions': [{'type': 'Completed', 'status': 'True'},
                        {'type': 'SpecWarning', 'status': 'True'}]}}
                """.replace("PHASE", phase));
        if (!phase.equals("Failed")) {
            object.withObjectProperty("spec").remove("shutdown");
        }
        ObjectNode status = object.withObjectProperty("status");
        status.set("nodes", json(nodes));
        if (packed) {
            try {
                var read = ModelMapper.lenient().treeToValue(status, WorkflowStatus.class);
                status.remove("nodes");
                status.put("compressedNodes", StatusCodec.pack(read.nodes()));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
        api.put(WORKFLOWS, object);
    }

    private static final String WAITING = """
            {'w': {'id': 'w', 'name': 'w', 'type': 'Steps', 'phase': 'Running', 'children': ['w-1']},
             'w-1': {'id': 'w-1', 'name': 'w[0].ask', 'displayName': 'ask', 'type': 'Suspend', 'phase': 'Running',
                'outputs': {'parameters': [
                    {'name': 'answer', 'valueFrom': {'supplied': {}, 'default': 'no'}},
                    {'name': 'set', 'value': 'already'}]}},
             'w-2': {'id': 'w-2', 'name': 'w[0].wait', 'displayName': 'wait', 'type': 'Suspend', 'phase': 'Running'}}
            """;

    private JsonNode ask(Request request) throws InterruptedException {
        return session.ask("argo", "w", request);
    }

    private ServiceException refused(Request request) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> ask(request));
        assertThat(refused).isNotNull();
        return refused;
    }

    private JsonNode now() throws InterruptedException {
        return session.get(ResourceKind.WORKFLOW, "argo", "w");
    }

    private static NodeSelector node(String displayName) {
        return NodeSelector.parse("displayName=" + displayName);
    }

    @Test
    void aRunIsSuspendedStoppedAndTerminated() throws Exception {
        put("Running", "{}", false);

        assertThat(ask(new Request.Suspend()).at("/spec/suspend").asBoolean()).isTrue();
        assertThat(ask(new Request.Unsuspend()).path("spec").has("suspend")).isFalse();
        assertThat(ask(new Request.Stop()).at("/spec/shutdown").asText()).isEqualTo("Stop");
        assertThat(ask(new Request.Terminate()).at("/spec/shutdown").asText()).isEqualTo("Terminate");
        int writes = api.writes().size();
        assertThat(ask(new Request.Stop()).at("/spec/shutdown").asText()).isEqualTo("Terminate");
        assertThat(api.writes()).as("nothing to do").hasSize(writes);
    }

    @Test
    void aRunThatHasEndedIsNeitherStoppedNorSuspended() {
        put("Failed", "{}", false);

        assertThat(refused(new Request.Suspend())).hasMessage("cannot suspend completed workflows");
        assertThat(refused(new Request.Terminate()))
                .hasMessage("cannot shutdown a completed workflow: workflow: \"w\", namespace: \"argo\"");
        assertThat(refused(new Request.Stop()).why()).isEqualTo(Why.CONFLICT);
        for (Request request : List.of(
                new Request.Unsuspend(),
                new Request.Resume(NodeSelector.ALL),
                new Request.StopNodes(node("ask"), ""),
                new Request.SetNodes(node("ask"), "", "", Map.of()))) {
            assertThat(refused(request)).hasMessage("workflow w has ended: nothing in it waits");
        }
        assertThat(api.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void suspendedStepsGoOnWithWhatTheyAreGiven(boolean packed) throws Exception {
        put("Running", WAITING, packed);

        ask(new Request.SetNodes(node("ask"), "", "soon", Map.of("answer", "yes")));
        JsonNode set = now().at("/status/nodes/w-1");
        assertThat(set.path("phase").asText()).isEqualTo("Running");
        assertThat(set.at("/outputs/parameters/0/value").asText()).isEqualTo("yes");
        assertThat(set.at("/outputs/parameters/0").has("valueFrom")).isFalse();
        assertThat(refused(new Request.SetNodes(node("ask"), "", "", Map.of("answer", "again"))))
                .hasMessageContaining("because it does not use valueFrom.raw or it was already set");

        ask(new Request.Resume(NodeSelector.ALL));
        for (String id : List.of("w-1", "w-2")) {
            JsonNode resumed = now().at("/status/nodes/" + id);
            assertThat(resumed.path("phase").asText()).isEqualTo("Succeeded");
            assertThat(resumed.path("finishedAt").asText()).isEqualTo("2026-11-25T20:00:00Z");
        }
        assertThat(now().at("/status/nodes/w-1/message").asText()).isEqualTo("soon");
        assertThat(api.at(WORKFLOWS + "/w").path("status").has("compressedNodes"))
                .isEqualTo(packed);
        assertThat(api.at(WORKFLOWS + "/w").path("status").has("nodes")).isNotEqualTo(packed);
    }

    @Test
    void aDefaultIsTakenAndTheOthersWaitOn() throws Exception {
        put("Running", WAITING, false);

        ask(new Request.Resume(node("ask")));

        assertThat(now().at("/status/nodes/w-1/outputs/parameters/0/value").asText())
                .isEqualTo("no");
        assertThat(now().at("/status/nodes/w-2/phase").asText()).isEqualTo("Running");
    }

    @Test
    void whatNothingWaitsForIsRefused() throws Exception {
        put("Running", WAITING.replace(", 'default': 'no'", ""), false);

        assertThat(refused(new Request.Resume(node("none"))))
                .hasMessage("currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector:"
                        + " displayName=none");
        assertThat(refused(new Request.Resume(NodeSelector.ALL)))
                .hasMessage("raw output parameter 'answer' has not been set and does not have a default value");
        assertThat(refused(new Request.SetNodes(node("wait"), "", "", Map.of("other", "x"))))
                .hasMessage("node is not expecting output parameter 'other'");
        assertThat(refused(new Request.SetNodes(node("wait"), "Running", "", Map.of()))
                        .why())
                .isEqualTo(Why.INVALID);
        ask(new Request.StopNodes(node("wait"), "no more"));
        assertThat(now().at("/status/nodes/w-2/phase").asText()).isEqualTo("Failed");
        assertThat(now().at("/status/nodes/w-2/message").asText()).isEqualTo("no more");
    }

    @Test
    void whatSomebodyElseChangesAtTheSameTimeIsNotLost() throws Exception {
        put("Running", WAITING, false);
        api.refuse(2, FakeKubeApi.of("PATCH", "workflows/w"), 409, "Conflict", "has been modified");

        ask(new Request.Resume(node("wait")));

        List<Call> patches = api.writes();
        assertThat(patches).hasSize(3);
        assertThat(new String(patches.getLast().body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"resourceVersion\":\"" + 1 + "\"");
        assertThat(now().at("/status/nodes/w-2/phase").asText()).isEqualTo("Succeeded");
    }

    private static final String FAILED = """
            {'w': {'id': 'w', 'name': 'w', 'type': 'Steps', 'phase': 'Failed', 'message': 'child failed',
                'children': ['w-g0'], 'startedAt': '2026-11-25T19:00:00Z', 'finishedAt': '2026-11-25T19:10:00Z'},
             'w-g0': {'id': 'w-g0', 'name': 'w[0]', 'type': 'StepGroup', 'phase': 'Failed', 'boundaryID': 'w',
                'children': ['w-a', 'w-b'], 'finishedAt': '2026-11-25T19:10:00Z'},
             'w-a': {'id': 'w-a', 'name': 'w[0].a', 'type': 'Pod', 'phase': 'Succeeded', 'boundaryID': 'w'},
             'w-b': {'id': 'w-b', 'name': 'w[0].b', 'type': 'Pod', 'phase': 'Failed', 'boundaryID': 'w'},
             'w-x': {'id': 'w-x', 'name': 'w.onExit', 'type': 'Pod', 'phase': 'Succeeded'}}
            """;

    private void putPod(String node) {
        ObjectNode pod = json("{'metadata': {'name': 'p-NODE', 'labels': {'workflows.argoproj.io/workflow': 'w'},"
                .concat("'finalizers': ['workflows.argoproj.io/status'],")
                .concat("'annotations': {'workflows.argoproj.io/node-id': 'NODE'}}}")
                .replace("NODE", node));
        api.put(PODS, pod);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatFailedIsForgottenWithItsPods(boolean packed) throws Exception {
        put("Failed", FAILED, packed);
        List.of("w-a", "w-b", "w-x").forEach(this::putPod);

        JsonNode again = ask(new Request.Retry(false, NodeSelector.ALL, Map.of()));

        assertThat(api.all(PODS))
                .extracting(p -> p.at("/metadata/name").asText())
                .containsExactly("p-w-a");
        assertThat(again).isEqualTo(now());
        JsonNode status = again.path("status");
        assertThat(status.path("phase").asText()).isEqualTo("Running");
        assertThat(status.path("startedAt").asText()).isEqualTo("2026-11-25T20:00:00Z");
        assertThat(status.has("finishedAt") || status.has("message")).isFalse();
        assertThat(status.at("/conditions/0/status").asText()).isEqualTo("False");
        assertThat(status.at("/conditions/1/type").asText()).isEqualTo("SpecWarning");
        assertThat(again.path("spec").has("shutdown")).isFalse();
        JsonNode labels = again.at("/metadata/labels");
        assertThat(labels.has("workflows.argoproj.io/completed")).isFalse();
        assertThat(labels.path("workflows.argoproj.io/phase").asText()).isEqualTo("Running");
    }

    /** What is looped over may be another. */
    @Test
    void withOtherParametersAllOfAGroupRunsAgain() throws Exception {
        put("Failed", FAILED, false);
        List.of("w-a", "w-b").forEach(this::putPod);

        JsonNode again = ask(new Request.Retry(false, NodeSelector.ALL, Map.of("color", "blue")));

        assertThat(api.all(PODS)).isEmpty();
        assertThat(again.at("/spec/arguments/parameters/0").toString())
                .isEqualTo("{\"name\":\"color\",\"value\":\"blue\",\"description\":\"which\"}");
        assertThat(again.at("/status/nodes/w-g0").has("children")).isFalse();
    }

    @Test
    void groupsGoOnAndWhatSucceededStays() throws Exception {
        put("Failed", FAILED, false);

        JsonNode nodes =
                ask(new Request.Retry(false, NodeSelector.ALL, Map.of())).at("/status/nodes");

        assertThat(nodes.properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder("w", "w-g0", "w-a");
        assertThat(nodes.at("/w/phase").asText()).isEqualTo("Running");
        assertThat(nodes.at("/w-g0/children").toString()).isEqualTo("[\"w-a\"]");
        assertThat(nodes.at("/w-g0").has("finishedAt")).isFalse();
        assertThat(nodes.at("/w-a/phase").asText()).isEqualTo("Succeeded");
    }

    @Test
    void aRunOfOnePodBeginsAnew() throws Exception {
        put("Error", "{'w': {'id': 'w', 'name': 'w', 'type': 'Pod', 'phase': 'Error'}}", false);

        assertThat(ask(new Request.Retry(false, NodeSelector.ALL, Map.of())).at("/status/nodes"))
                .isEmpty();
    }

    @Test
    void whatSucceededRunsAgainOnlyWhenItIsChosen() throws Exception {
        put("Succeeded", FAILED.replace("Failed", "Succeeded"), false);

        assertThat(refused(new Request.Retry(false, NodeSelector.ALL, Map.of())))
                .hasMessage("To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector");
        JsonNode nodes = ask(new Request.Retry(true, NodeSelector.parse("id=w-a"), Map.of()))
                .at("/status/nodes");
        assertThat(nodes.has("w-a")).isFalse();
        assertThat(nodes.at("/w-b/phase").asText()).isEqualTo("Succeeded");
        assertThat(nodes.at("/w-g0/phase").asText()).isEqualTo("Running");
        assertThat(refused(new Request.Retry(false, NodeSelector.ALL, Map.of())))
                .hasMessage("Cannot retry a workflow in phase Running");
    }

    @Test
    void withoutTheRightToDeletePodsNothingIsChanged() {
        put("Failed", FAILED, false);
        putPod("w-b");
        api.refuse(9, FakeKubeApi.of("DELETE", "/pods/"), 403, "Forbidden", "no");

        assertThat(refused(new Request.Retry(false, NodeSelector.ALL, Map.of())).why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(api.at(WORKFLOWS + "/w").at("/status/phase").asText()).isEqualTo("Failed");
    }

    @Test
    void itIsDoneAgainUnderAnotherName() throws Exception {
        put("Failed", FAILED, false);
        AtomicBoolean made = new AtomicBoolean();
        api.onCreate(object -> made.set(true));

        JsonNode again = session.resubmit("argo", "w", false, Map.of("color", "blue", "size", "large"));

        assertThat(made).isTrue();
        assertThat(again.at("/metadata/name").asText()).startsWith("w-").isNotEqualTo("w");
        assertThat(again.at("/metadata/labels").toString())
                .isEqualTo("{\"team\":\"a\",\"workflows.argoproj.io/resubmitted-from-workflow\":\"w\"}");
        assertThat(again.at("/metadata/annotations/note").asText()).isEqualTo("kept");
        assertThat(again.has("status")).isFalse();
        assertThat(again.path("spec").has("shutdown")).isFalse();
        assertThat(again.at("/spec/arguments/parameters/0/value").asText()).isEqualTo("blue");
        assertThat(again.at("/spec/arguments/parameters/1/name").asText()).isEqualTo("size");
    }

    @Test
    void withItsMemoryItHasTheResultsOfTheOther() throws Exception {
        put("Failed", FAILED, true);

        JsonNode again = session.resubmit("argo", "w", true, Map.of());

        String name = again.at("/metadata/name").asText();
        assertThat(name).matches("w-[a-z0-9]{5}");
        JsonNode nodes = again.at("/status/nodes");
        assertThat(nodes).hasSize(1);
        JsonNode kept = nodes.iterator().next();
        assertThat(kept.path("name").asText()).isEqualTo(name + "[0].a");
        assertThat(kept.path("phase").asText()).isEqualTo("Skipped");
        assertThat(kept.path("message").asText()).isEqualTo("original pod: w-a");
        put("Running", "{}", false);
        ServiceException refused =
                catchThrowableOfType(ServiceException.class, () -> session.resubmit("argo", "w", true, Map.of()));
        assertThat(refused.why()).isEqualTo(Why.CONFLICT);
    }
}
