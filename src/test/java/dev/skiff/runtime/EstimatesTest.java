package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimatesTest {
    private static final Instant T0 = Instant.parse("2026-11-25T12:00:00Z");

    private final Estimates estimates = new Estimates();

    private static Workflow workflow(String name, Map<String, String> labels, WorkflowPhase phase, int seconds) {
        Workflow workflow = Yaml.workflow(name, Yaml.THREE_STEPS);
        workflow.metadata().setLabels(labels);
        NodeStatus node = node(name + "[0].a").toBuilder()
                .startedAt(T0)
                .finishedAt(T0.plusSeconds(seconds - 1))
                .build();
        return workflow.toBuilder()
                .status(WorkflowStatus.builder()
                        .phase(phase)
                        .startedAt(T0)
                        .finishedAt(T0.plusSeconds(seconds))
                        .nodes(Map.of("n", node))
                        .build())
                .build();
    }

    private static NodeStatus node(String name) {
        return NodeStatus.builder()
                .id("n")
                .name(name)
                .type(NodeType.POD)
                .phase(NodePhase.SUCCEEDED)
                .build();
    }

    private Integer whole(Map<String, String> labels) {
        return estimates
                .of(workflow("next", labels, WorkflowPhase.RUNNING, 1))
                .in(WorkflowStatus.builder().build())
                .estimatedDuration();
    }

    // MET-05
    @Test
    void theNewestThatSucceededCountsByTheNamesOfNodes() {
        Map<String, String> cron = Map.of("workflows.argoproj.io/cron-workflow", "nightly");
        assertThat(whole(cron)).isNull();
        estimates.ended(workflow("a", cron, WorkflowPhase.SUCCEEDED, 10));
        estimates.ended(workflow("b", cron, WorkflowPhase.SUCCEEDED, 20));
        estimates.ended(workflow("c", cron, WorkflowPhase.FAILED, 30));
        estimates.ended(workflow("d", Map.of(), WorkflowPhase.SUCCEEDED, 40));

        assertThat(whole(cron)).isEqualTo(20);
        assertThat(whole(Map.of())).isNull();
        assertThat(whole(Map.of("workflows.argoproj.io/workflow-template", "nightly")))
                .isNull();
        Estimates.Expected expected = estimates.of(workflow("next", cron, WorkflowPhase.RUNNING, 1));
        assertThat(expected.in(node("next[0].a")).estimatedDuration()).isEqualTo(19);
        assertThat(expected.in(node("next[1].new")).estimatedDuration()).isNull();
    }

    @Test
    void onlySoManyTemplatesAreRemembered() {
        for (int i = 0; i <= 100; i++) {
            estimates.ended(workflow(
                    "a", Map.of("workflows.argoproj.io/workflow-template", "t" + i), WorkflowPhase.SUCCEEDED, 10));
        }

        assertThat(whole(Map.of("workflows.argoproj.io/workflow-template", "t0")))
                .isNull();
        assertThat(whole(Map.of("workflows.argoproj.io/workflow-template", "t100")))
                .isEqualTo(10);
    }
}
