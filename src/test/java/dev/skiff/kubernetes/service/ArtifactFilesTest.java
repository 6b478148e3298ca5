package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArtifactFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeKubeApi api = new FakeKubeApi();
    private final WorkflowService.Session session = new ClusterService(
                    Callers.byToken(api),
                    new ServiceSettings(
                            "",
                            InstantSource.system(),
                            new FakeDepot(Map.of("out/result.txt", "42\n", "out/main.log", "kept one\nkept two\n"))))
            .as(new Caller("token"));

    @BeforeEach
    void aWorkflow() {
        put("/apis/argoproj.io/v1alpha1/namespaces/argo/workflows", """
                {'apiVersion': 'argoproj.io/v1alpha1', 'kind': 'Workflow',
                 'metadata': {'name': 'w', 'namespace': 'argo'}, 'spec': {'entrypoint': 'main'},
                 'status': {'phase': 'Succeeded', 'nodes': {
                    'w': {'id': 'w', 'name': 'w', 'type': 'Pod', 'phase': 'Succeeded', 'templateName': 'main',
                        'inputs': {'artifacts': [{'name': 'result', 's3': {'key': 'in/nothing'}}]},
                        'outputs': {'artifacts': [
                            {'name': 'result', 's3': {'key': 'out/result.txt'}},
                            {'name': 'old', 'deleted': true, 's3': {'key': 'out/result.txt'}},
                            {'name': 'main-logs', 's3': {'key': 'out/main.log'}}]}}}}}
                """);
        put("/api/v1/namespaces/argo/secrets", "{'metadata': {'name': 'store'}, 'data': {'key': 'b3BlbiBzZXNhbWUK'}}");
    }

    @AfterEach
    void end() {
        api.close();
    }

    private void put(String collection, String object) {
        try {
            api.put(collection, (ObjectNode) JSON.readTree(object.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private Download fetch(String node, String artifact, boolean input) throws InterruptedException {
        return session.artifact(new ArtifactQuery("argo", "w", node, artifact, input));
    }

    private ServiceException refused(String node, String artifact, boolean input) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> fetch(node, artifact, input));
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void anArtifactIsGotWithSecretsThatTheCallerReads() throws InterruptedException, IOException {
        try (Download download = fetch("w", "result", false)) {
            assertThat(new String(download.content().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("42\n");
        }
        assertThat(api.calls()).contains("GET /api/v1/namespaces/argo/secrets/store");
    }

    @Test
    void whoMayNotReadTheSecretGetsNothing() {
        api.refuse(9, FakeKubeApi.of("GET", "secrets"), 403, "Forbidden", "no");

        assertThat(refused("w", "result", false).why()).isEqualTo(Why.FORBIDDEN);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(refused("x", "result", false)).hasMessage("workflow w has no node x");
        assertThat(refused("w", "none", false)).hasMessageContaining("has no output artifact 'none'");
        assertThat(refused("w", "old", false)).hasMessageContaining("was deleted");
        assertThat(refused("w", "result", true)).hasMessage("there is nothing at in/nothing");
        assertThat(refused("w", "result", true).why()).isEqualTo(Why.NOT_FOUND);
        api.remove("/api/v1/namespaces/argo/secrets/store");
        assertThat(refused("w", "result", false).why()).isEqualTo(Why.UNAVAILABLE);
    }

    private List<String> logs(LogQuery query) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        session.logs("argo", "w", query, entry -> lines.add(entry.podName() + ": " + entry.content()));
        return lines;
    }

    @Test
    void theLogOfAPodThatIsGoneIsTheOneThatWasKept() throws InterruptedException {
        assertThat(logs(LogQuery.all(false))).containsExactly("w: kept one", "w: kept two");
        assertThat(logs(new LogQuery("w", "", "", false, false, false, null, 1, 0, "kept")))
                .containsExactly("w: kept two");
        assertThat(logs(new LogQuery("w", "", "", false, false, false, null, -1, 0, "one$")))
                .containsExactly("w: kept one");
        put("/api/v1/namespaces/argo/pods", """
                {'metadata': {'name': 'w', 'labels': {'workflows.argoproj.io/workflow': 'w'},
                    'annotations': {'workflows.argoproj.io/node-id': 'w'}},
                 'spec': {'containers': [{'name': 'main'}]},
                 'status': {'phase': 'Succeeded', 'containerStatuses': [{'name': 'main', 'state': {'terminated': {}}}]}}
                """);
        api.log("w", "main", "2026-11-25T20:00:00Z from the pod\n");
        assertThat(logs(LogQuery.all(false))).containsExactly("w: from the pod");
    }
}
