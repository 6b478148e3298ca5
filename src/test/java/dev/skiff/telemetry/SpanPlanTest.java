package dev.skiff.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpanPlanTest {
    private static final Instant START = Instant.parse("2026-11-26T01:00:00Z");

    static Workflow workflow(@Nullable Instant end, NodeStatus... nodes) {
        Map<String, NodeStatus> all = new LinkedHashMap<>();
        for (NodeStatus node : nodes) {
            all.put(node.id(), node);
        }
        return Workflow.builder()
                .metadata(new ObjectMetaBuilder()
                        .withName("etl-x7k2p")
                        .withGenerateName("etl-")
                        .withNamespace("data")
                        .withUid("1f0b9d6e-3a55-4a0e-9d57-0c4a0f6f6a11")
                        .build())
                .spec(WorkflowSpec.builder().build())
                .status(WorkflowStatus.builder()
                        .phase(end == null ? WorkflowPhase.RUNNING : WorkflowPhase.FAILED)
                        .message(end == null ? null : "child failed")
                        .startedAt(START)
                        .finishedAt(end)
                        .nodes(all)
                        .build())
                .build();
    }

    static NodeStatus node(
            String id,
            NodeType type,
            @Nullable String boundary,
            NodePhase phase,
            int from,
            int to,
            String... children) {
        return NodeStatus.builder()
                .id(id)
                .name("etl." + id)
                .displayName(id)
                .type(type)
                .boundaryID(boundary)
                .phase(phase)
                .templateName("t-" + id)
                .message(phase == NodePhase.FAILED ? "exit code 3" : null)
                .startedAt(START.plusSeconds(from))
                .finishedAt(to < 0 ? null : START.plusSeconds(to))
                .children(List.of(children))
                .build();
    }

    private static Workflow example() {
        return workflow(
                START.plusSeconds(9),
                node("root", NodeType.STEPS, null, NodePhase.FAILED, 0, 9, "group"),
                node("group", NodeType.STEP_GROUP, "root", NodePhase.SUCCEEDED, 0, 4, "first"),
                node("first", NodeType.POD, "root", NodePhase.SUCCEEDED, 0, 4, "group-2"),
                node("group-2", NodeType.STEP_GROUP, "root", NodePhase.FAILED, 4, 9, "again"),
                node("again", NodeType.RETRY, "root", NodePhase.FAILED, 4, 9, "attempt-0", "attempt-1"),
                node("attempt-0", NodeType.POD, "root", NodePhase.FAILED, 4, 6),
                node("attempt-1", NodeType.POD, "root", NodePhase.FAILED, 6, -1));
    }

    private static Map<String, Span> byName(Workflow workflow) {
        return SpanPlan.of(workflow).collect(Collectors.toMap(Span::name, s -> s));
    }

    @Test
    void spansLieBelowTheNodeThatTheyAreAPartOf() {
        Map<String, Span> spans = byName(example());

        Map<String, String> parents = new LinkedHashMap<>();
        spans.values().forEach(s -> parents.put(s.id(), s.name()));
        assertThat(spans.values().stream()
                        .collect(Collectors.toMap(Span::name, s -> parents.getOrDefault(s.parent(), "-"))))
                .isEqualTo(Map.of(
                        "workflow etl", "-",
                        "root", "workflow etl",
                        "group", "root",
                        "first", "group",
                        "group-2", "root",
                        "again", "group-2",
                        "attempt-0", "again",
                        "attempt-1", "again"));
    }

    @Test
    void theTraceHasTheIdOfTheWorkflowAndIsTheSameEachTime() {
        List<Span> once = SpanPlan.of(example()).toList();

        assertThat(once).isEqualTo(SpanPlan.of(example()).toList());
        assertThat(once).extracting(Span::traceId).containsOnly("1f0b9d6e3a554a0e9d570c4a0f6f6a11");
        assertThat(once).extracting(Span::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{16}"));
    }

    @Test
    void aFailureIsAnErrorWithItsMessageAndWhatHasNoEndEndsWithTheWorkflow() {
        Map<String, Span> spans = byName(example());

        assertThat(spans.get("attempt-1")).satisfies(span -> {
            assertThat(span.outcome()).isEqualTo(Span.Outcome.ERROR);
            assertThat(span.message()).isEqualTo("exit code 3");
            assertThat(span.end()).isEqualTo(START.plusSeconds(9));
            assertThat(span.attributes())
                    .containsEntry("workflow.template.name", "t-attempt-1")
                    .containsEntry("workflow.node.phase", "Failed");
        });
        assertThat(spans.get("workflow etl")).satisfies(span -> {
            assertThat(span.message()).isEqualTo("child failed");
            assertThat(span.attributes())
                    .containsEntry("workflow.name", "etl-x7k2p")
                    .containsEntry("k8s.namespace.name", "data");
        });
        assertThat(spans.get("first").outcome()).isEqualTo(Span.Outcome.OK);
    }

    @Test
    void whatNeverBeganHasNoSpanAndARunningWorkflowHasNone() {
        assertThat(SpanPlan.of(workflow(null, node("root", NodeType.POD, null, NodePhase.RUNNING, 0, -1))))
                .isEmpty();
        assertThat(byName(
                        workflow(START.plusSeconds(1), node("left", NodeType.SKIPPED, null, NodePhase.OMITTED, 0, 0))))
                .containsOnlyKeys("workflow etl");
    }
}
