package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.EventPlan.Telling;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventPlanTest {
    private static final Instant BEGIN = Instant.parse("2026-11-26T02:00:00Z");
    private static final Instant END = BEGIN.plusSeconds(9);

    private final EventPlan plan = new EventPlan("wf");

    private static NodeStatus node(String name, NodePhase phase, @Nullable String message) {
        return NodeStatus.builder()
                .id("id-" + name)
                .name(name)
                .type(NodeType.POD)
                .phase(phase)
                .message(message)
                .startedAt(BEGIN)
                .finishedAt(phase.fulfilled() ? END : null)
                .build();
    }

    private List<String> told(NodeStatus... nodes) {
        return plan.nodes(List.of(nodes)).stream()
                .map(t -> (t.normal() ? "" : "! ") + t.reason() + ": " + t.message())
                .toList();
    }

    // MET-08
    @Test
    void aNodeIsToldOfWhenItsPhaseChanges() {
        assertThat(told(node("wf.a", NodePhase.PENDING, "waits"))).isEmpty();
        assertThat(told(node("wf.a", NodePhase.RUNNING, null)))
                .containsExactly("WorkflowNodeRunning: Running node wf.a");
        assertThat(told(node("wf.a", NodePhase.RUNNING, "still"))).isEmpty();
        assertThat(told(node("wf.a", NodePhase.FAILED, "exit code 1")))
                .containsExactly("! WorkflowNodeFailed: Failed node wf.a: exit code 1");
        assertThat(told(node("wf.b", NodePhase.SKIPPED, null)))
                .containsExactly("! WorkflowNodeSkipped: Skipped node wf.b");
        assertThat(told(node("wf", NodePhase.FAILED, "child failed"))).isEmpty();
    }

    // MET-08
    @Test
    void aNodeThatNobodyHasSeenRunningRanAllTheSame() {
        plan.nodes(List.of(node("wf.a", NodePhase.PENDING, null)));
        List<Telling> told = plan.nodes(List.of(node("wf.a", NodePhase.SUCCEEDED, null)));
        assertThat(told).extracting(Telling::reason).containsExactly("WorkflowNodeRunning", "WorkflowNodeSucceeded");
        assertThat(told).extracting(Telling::at).containsExactly(BEGIN, END);
        assertThat(told.getFirst().annotations())
                .containsEntry("workflows.argoproj.io/node-id", "id-wf.a")
                .containsEntry("workflows.argoproj.io/node-start-time", BEGIN.getEpochSecond() + "000000000");
    }

    // MET-08
    @Test
    void aWorkflowIsToldOfOnceInEachPhase() {
        assertThat(plan.workflow(WorkflowPhase.PENDING, "", null)).isEmpty();
        assertThat(plan.begun(BEGIN)).extracting(Telling::message).containsExactly("Workflow Running");
        assertThat(plan.begun(BEGIN)).isEmpty();
        assertThat(plan.workflow(WorkflowPhase.RUNNING, "", BEGIN)).isEmpty();
        assertThat(told(
                        node("wf.a", NodePhase.FAILED, "Step exceeded its deadline"),
                        node("wf.b", NodePhase.FAILED, "Step exceeded its deadline")))
                .filteredOn(t -> t.contains("WorkflowTimedOut"))
                .containsExactly("! WorkflowTimedOut: Workflow timed out");
        List<Telling> end = plan.workflow(WorkflowPhase.FAILED, "Step exceeded its deadline", END);
        assertThat(end).extracting(Telling::reason).containsExactly("WorkflowFailed");
        ObjectNode event = EventPlan.event(new EventPlan.Subject("team", "wf", "u"), "wf.1", end.getFirst(), END);
        assertThat(event.path("type").asText()).isEqualTo("Warning");
        assertThat(event.path("lastTimestamp").asText()).isEqualTo("2026-11-26T02:00:09Z");
    }

    /** What goes well of thousands of nodes drowns nobody; what fails is said of each. */
    @Test
    void manyNodesAreToldOfInFewEvents() {
        NodeStatus[] good = IntStream.range(0, 1000)
                .mapToObj(i -> node("wf." + i, NodePhase.SUCCEEDED, null))
                .toArray(NodeStatus[]::new);
        NodeStatus[] bad = IntStream.range(1000, 1100)
                .mapToObj(i -> node("wf." + i, NodePhase.SKIPPED, null))
                .toArray(NodeStatus[]::new);
        assertThat(told(good)).hasSize(25);
        assertThat(told(bad)).hasSize(100);
    }
}
