package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.SuppliedValueFrom;
import dev.skiff.model.ValueFrom;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The facts SUSP-07, SUSP-08, STOP-07 and RETRYWF-01. */
class RefusalsTest {
    private static final NodeStatus APPROVE = NodeStatus.builder()
            .id("wf-1")
            .name("wf[0].approve")
            .displayName("approve")
            .type(NodeType.SUSPEND)
            .phase(NodePhase.RUNNING)
            .outputs(Outputs.builder()
                    .parameters(List.of(
                            Parameter.builder()
                                    .name("open")
                                    .valueFrom(ValueFrom.builder()
                                            .supplied(new SuppliedValueFrom())
                                            .build())
                                    .build(),
                            Parameter.builder().name("given").value("1").build()))
                    .build())
            .build();

    @Test
    void outputsOfSuspendedNodesMayBeSetOnce() {
        assertThat(set("open")).isEmpty();
        assertThat(set("other")).isEqualTo("node is not expecting output parameter 'other'");
        assertThat(set("given"))
                .isEqualTo("cannot set output parameter 'given' because it does not use valueFrom.raw or it was already"
                        + " set");
    }

    @Test
    void onlySuspendedNodesCanBeChosen() {
        assertThat(refusal(WorkflowPhase.RUNNING, new Request.Resume(NodeSelector.parse("displayName=x"))))
                .endsWith("no suspend nodes matching nodeFieldSelector: displayName=x (these wait: approve)");
    }

    @Test
    void aNodeThatLacksAValueIsNotResumed() {
        var resume = new Request.Resume(NodeSelector.ALL);
        assertThat(refusal(WorkflowPhase.RUNNING, resume))
                .isEqualTo("raw output parameter 'open' has not been set and does not have a default value: "
                        + "skiff node set wf --node-field-selector displayName=approve -p open=VALUE");
        assertThat(Refusals.of(
                        Yaml.workflow("wf", Yaml.THREE_STEPS),
                        WorkflowStatus.builder().phase(WorkflowPhase.RUNNING).build(),
                        resume))
                .isEmpty();
    }

    @Test
    void aPhaseThatIsNoneIsRefused() {
        var request = new Request.SetNodes(NodeSelector.ALL, "Done", "", Map.of());
        assertThat(refusal(WorkflowPhase.RUNNING, request)).contains("'Done' is no phase", "Succeeded, Failed");
    }

    @Test
    void onlyRunsThatFailedAreRetriedUnlessItIsSaidWhatToRestart() {
        var plain = new Request.Retry(false, NodeSelector.ALL, Map.of());
        var chosen = new Request.Retry(true, NodeSelector.parse("displayName=approve"), Map.of());
        assertThat(refusal(WorkflowPhase.FAILED, plain)).isEmpty();
        assertThat(refusal(WorkflowPhase.ERROR, plain)).isEmpty();
        assertThat(refusal(WorkflowPhase.RUNNING, plain)).isEqualTo("Cannot retry a workflow in phase Running");
        assertThat(refusal(WorkflowPhase.SUCCEEDED, plain))
                .startsWith("To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector");
        assertThat(refusal(WorkflowPhase.SUCCEEDED, chosen)).isEmpty();
    }

    private static String set(String output) {
        return refusal(WorkflowPhase.RUNNING, new Request.SetNodes(NodeSelector.ALL, "", "", Map.of(output, "v")));
    }

    private static String refusal(WorkflowPhase phase, Request request) {
        var status = WorkflowStatus.builder()
                .phase(phase)
                .nodes(Map.of(APPROVE.id(), APPROVE))
                .build();
        return Refusals.of(Yaml.workflow("wf", Yaml.THREE_STEPS), status, request);
    }
}
