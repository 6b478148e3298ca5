package dev.skiff.kubernetes.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.FakeApi;
import dev.skiff.model.Labels;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Progress;
import dev.skiff.port.StatusCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** However a run changes: the object says what the run is, once the patches are applied to it. */
class StatusPatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final WorkflowView.Identity ID = new WorkflowView.Identity("ns", "wf", "uid-1");
    private static final Instant START = Instant.parse("2026-11-25T19:00:00Z");

    /** A run as far as its status goes. */
    private static final class Changing implements Progress {
        private final Map<String, NodeStatus> nodes = new LinkedHashMap<>();
        private Set<String> changed = new LinkedHashSet<>();
        private WorkflowStatus summary = WorkflowStatus.builder()
                .phase(WorkflowPhase.RUNNING)
                .startedAt(START)
                .build();
        private boolean anew;

        void put(NodeStatus node) {
            nodes.put(node.id(), node);
            changed.add(node.id());
        }

        @Override
        public dev.skiff.model.Workflow workflow() {
            throw new IllegalStateException("only what has changed is looked at");
        }

        @Override
        public WorkflowStatus summary() {
            return summary;
        }

        @Override
        public Collection<String> changed() {
            return anew ? nodes.keySet() : changed;
        }

        @Override
        public NodeStatus node(String id) {
            return nodes.get(id);
        }

        @Override
        public boolean isAnew() {
            return anew;
        }

        void written() {
            changed = new LinkedHashSet<>();
            anew = false;
        }
    }

    private final Changing run = new Changing();
    private final ObjectNode object = JSON.createObjectNode();

    private static NodeStatus node(int number, NodePhase phase, String message, String result, List<String> children) {
        String id = "wf-" + number;
        return NodeStatus.builder()
                .id(id)
                .name("wf.n" + number)
                .displayName("n" + number)
                .type(NodeType.POD)
                .phase(phase)
                .startedAt(START.plusSeconds(number))
                .finishedAt(phase.fulfilled() ? START.plusSeconds(60) : null)
                .message(message.isEmpty() ? null : message)
                .outputs(
                        result.isEmpty()
                                ? null
                                : Outputs.builder().result(result).build())
                .children(children)
                .build();
    }

    private static Map<String, String> labels(WorkflowPhase phase) {
        return Map.of(Labels.PHASE, phase.text(), Labels.COMPLETED, Boolean.toString(phase.completed()));
    }

    private byte[] write(StatusPatch patches) throws IOException, StatusPatch.TooLarge {
        byte[] patch = patches.of(run);
        FakeApi.apply((ObjectNode) JSON.readTree(patch), object);
        run.written();
        return patch;
    }

    private void assertThatTheObjectSaysIt() {
        WorkflowStatus said = StatusCodec.read(object.path("status"), 1 << 26);
        assertThat(said.nodes()).isEqualTo(run.nodes);
        assertThat(said.toBuilder().nodes(Map.of()).compressedNodes(null).build())
                .isEqualTo(run.summary);
    }

    @Test
    void afterAnyChangesTheObjectIsWhatTheRunIs() throws Exception {
        for (int seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            run.nodes.clear();
            run.written();
            object.removeAll();
            StatusPatch patches = new StatusPatch(ID, false, 500, null, StatusPatchTest::labels);
            for (int step = 0; step < 25; step++) {
                change(random);
                write(patches);
                assertThatTheObjectSaysIt();
                if (random.nextInt(10) == 0) {
                    // the next controller goes on with what it finds
                    patches = new StatusPatch(
                            ID, true, 500, StatusCodec.read(object.path("status"), 1 << 26), StatusPatchTest::labels);
                    run.anew = true;
                }
            }
        }
    }

    private void change(Random random) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            List<String> children = new ArrayList<>();
            for (int c = random.nextInt(3); c > 0; c--) {
                children.add("wf-" + random.nextInt(12));
            }
            run.put(node(
                    random.nextInt(12),
                    NodePhase.values()[random.nextInt(NodePhase.values().length)],
                    random.nextBoolean() ? "" : "message " + random.nextInt(3),
                    random.nextBoolean() ? "" : "result \"" + random.nextInt(3) + "\"",
                    children));
        }
        if (random.nextInt(12) == 0) {
            run.nodes.keySet().removeIf(id -> random.nextBoolean());
            run.anew = true;
        }
        run.summary = run.summary.toBuilder()
                .message(random.nextBoolean() ? null : "workflow message")
                .finishedAt(random.nextInt(5) == 0 ? START.plusSeconds(90) : null)
                .progress(random.nextInt(9) + "/9")
                .outputs(
                        random.nextBoolean()
                                ? null
                                : Outputs.builder()
                                        .result("r" + random.nextInt(2))
                                        .build())
                .build();
    }

    @Test
    void onlyWhatHasChangedIsSent() throws Exception {
        StatusPatch patches = new StatusPatch(ID, false, 500, null, StatusPatchTest::labels);
        for (int i = 0; i < 1000; i++) {
            run.put(node(i, NodePhase.PENDING, "", "", List.of()));
        }
        int all = write(patches).length;
        run.put(node(7, NodePhase.SUCCEEDED, "", "", List.of()));
        byte[] one = write(patches);

        assertThat(one.length).isLessThan(400).isLessThan(all / 200);
        assertThatTheObjectSaysIt();
    }

    @Test
    void theFirstPatchLabelsAndTheUidIsInEach() throws Exception {
        StatusPatch patches = new StatusPatch(ID, false, 500, null, StatusPatchTest::labels);
        run.put(node(1, NodePhase.PENDING, "", "", List.of()));
        String first = new String(write(patches), java.nio.charset.StandardCharsets.UTF_8);
        run.put(node(1, NodePhase.RUNNING, "", "", List.of()));
        String second = new String(write(patches), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(first)
                .contains(
                        "\"uid\":\"uid-1\"",
                        "\"workflows.argoproj.io/pod-name-format\":\"v2\"",
                        "\"workflows.argoproj.io/phase\":\"Running\"",
                        "\"workflows.argoproj.io/completed\":\"false\"");
        assertThat(second).contains("\"uid\":\"uid-1\"").doesNotContain("labels", "managedFields");
    }

    @Test
    void manyNodesArePackedAndStayReadable() throws Exception {
        StatusPatch patches = new StatusPatch(ID, false, 500, null, StatusPatchTest::labels);
        for (int i = 0; i < 6000; i++) {
            run.put(node(i, NodePhase.PENDING, "", "", List.of()));
        }
        write(patches);
        for (int i = 0; i < 6000; i++) {
            run.put(node(i, NodePhase.SUCCEEDED, "a message that makes it long enough " + i, "result " + i, List.of()));
        }
        write(patches);
        assertThat(object.path("status").has("nodes")).isFalse();
        assertThat(object.toString().length()).isLessThan(StatusPatch.LIMIT);
        assertThatTheObjectSaysIt();

        run.put(node(5, NodePhase.FAILED, "", "", List.of()));
        write(patches);
        assertThatTheObjectSaysIt();
    }

    // PHASE-23
    @Test
    void whatFitsNowhereIsSaidInArgosWords() {
        StatusPatch patches = new StatusPatch(ID, false, StatusPatch.LIMIT - 100, null, StatusPatchTest::labels);
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            run.put(node(i, NodePhase.SUCCEEDED, "", Long.toHexString(random.nextLong()), List.of()));
        }
        assertThatThrownBy(() -> patches.of(run))
                .isInstanceOf(StatusPatch.TooLarge.class)
                .hasMessageStartingWith("workflow is longer than maximum allowed size. compressed size ")
                .hasMessageEndingWith(" > maxSize 1048576");
    }
}
