package dev.skiff.kubernetes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.Surroundings.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnPodTest {
    private static final Map<String, String> IN_A_POD =
            Map.of("HOSTNAME", "nightly-1-abcde", "KUBERNETES_SERVICE_HOST", "10.0.0.1");

    private final Pods pods = new Pods();

    @Test
    void theNextPodOfAJobIsTheSameAsTheFirst() throws Exception {
        pods.put("nightly-1-abcde", "Job", "job-uid", "");
        pods.put("nightly-1-fghij", "Job", "job-uid", "");

        Identity first = OwnPod.find(pods, IN_A_POD).orElseThrow().identity().orElseThrow();
        Identity second = OwnPod.find(pods, named("nightly-1-fghij"))
                .orElseThrow()
                .identity()
                .orElseThrow();

        assertThat(first.key()).isEqualTo("job-uid").isEqualTo(second.key());
        assertThat(first.since()).isEqualTo(Instant.parse("2026-11-25T19:00:00Z"));
    }

    @Test
    void aPodWithoutAJobIsItselfAndOwnsItsRuns() throws Exception {
        pods.put("nightly-1-abcde", "ReplicaSet", "rs-uid", "");

        OwnPod own = OwnPod.find(pods, IN_A_POD).orElseThrow();

        assertThat(own.owner()).isEqualTo(new OwnPod.Owner("v1", "Pod", "nightly-1-abcde", "uid-nightly-1-abcde"));
        assertThat(own.ip()).isEqualTo("10.1.2.3");
    }

    @Test
    void whatAnEarlierPodOfTheJobHasNotedIsKnown() throws Exception {
        pods.put("nightly-1-abcde", "Job", "job-uid", "");
        pods.put("nightly-1-fghij", "Job", "job-uid", "one=Failed,two=Succeeded");
        pods.put("nightly-1-other", "Job", "another-job", "three=Failed");

        OwnPod own = OwnPod.find(pods, IN_A_POD).orElseThrow();

        assertThat(own.endedBefore("one")).contains(false);
        assertThat(own.endedBefore("two")).contains(true);
        assertThat(own.endedBefore("three")).isEmpty();
    }

    @Test
    void endsAreNotedBesideThoseBefore() throws Exception {
        pods.put("nightly-1-abcde", "Job", "job-uid", "one=Failed");

        assertThat(OwnPod.find(pods, IN_A_POD).orElseThrow().ended("two", true)).isEmpty();

        assertThat(pods.patches)
                .containsExactly("{\"metadata\":{\"annotations\":{\"skiff.dev/ended\":\"one=Failed,two=Succeeded\"}}}");
    }

    @Test
    void aNoteThatIsRefusedIsASentence() throws Exception {
        pods.put("nightly-1-abcde", "Job", "job-uid", "");
        OwnPod own = OwnPod.find(pods, IN_A_POD).orElseThrow();
        pods.all.clear();

        assertThat(own.ended("one", false).orElseThrow()).contains("the end of one could not be noted", "NotFound");
    }

    @Test
    void elsewhereThereIsNone() throws Exception {
        assertThat(OwnPod.find(pods, Map.of("HOSTNAME", "laptop"))).isEmpty();
        assertThat(OwnPod.find(pods, IN_A_POD))
                .as("the host has the node's name")
                .isEmpty();
    }

    private static Map<String, String> named(String pod) {
        return Map.of("HOSTNAME", pod, "KUBERNETES_SERVICE_HOST", "10.0.0.1");
    }

    /** A namespace that has only pods. */
    private static final class Pods implements KubeApi {
        private static final ObjectMapper JSON = new ObjectMapper();
        private final Map<String, JsonNode> all = new LinkedHashMap<>();
        private final List<String> patches = new ArrayList<>();

        void put(String name, String ownerKind, String ownerUid, String notes) throws IOException {
            String group = ownerKind.equals("Job") ? "batch/v1" : "apps/v1";
            all.put(name, JSON.readTree("""
                    {"metadata": {"name": "%s", "namespace": "jobs", "uid": "uid-%s",
                        "creationTimestamp": "2026-11-25T19:00:00Z", "annotations": {"skiff.dev/ended": "%s"},
                        "ownerReferences": [{"apiVersion": "%s", "kind": "%s", "name": "nightly-1", "uid": "%s"}]},
                     "status": {"podIP": "10.1.2.3"}}""".formatted(name, name, notes, group, ownerKind, ownerUid)));
        }

        @Override
        public CompletableFuture<Answer> send(Call call) {
            String path = call.path();
            if (path.equals("/api/v1/namespaces/jobs/pods?labelSelector=batch.kubernetes.io%2Fjob-name%3Dnightly-1")) {
                JsonNode list = JSON.createObjectNode().set("items", JSON.valueToTree(all.values()));
                return CompletableFuture.completedFuture(
                        new Answer(200, list.toString().getBytes(StandardCharsets.UTF_8)));
            }
            JsonNode pod = all.get(path.substring(path.lastIndexOf('/') + 1));
            if (pod == null || !path.startsWith("/api/v1/namespaces/jobs/pods/")) {
                return CompletableFuture.failedFuture(
                        new KubeProblem(404, "NotFound", "Error from server (NotFound): " + path, null));
            }
            byte[] body = call.body();
            if (body != null) {
                patches.add(new String(body, StandardCharsets.UTF_8));
            }
            return CompletableFuture.completedFuture(
                    new Answer(200, pod.toString().getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public Stream open(Call call, Consumer<byte[]> lines) {
            throw new IllegalStateException("nothing is watched");
        }

        @Override
        public Stream follow(Call call, Consumer<byte[]> chunks) {
            throw new IllegalStateException("nothing is followed");
        }

        @Override
        public String namespace() {
            return "jobs";
        }

        @Override
        public void close() {}
    }
}
