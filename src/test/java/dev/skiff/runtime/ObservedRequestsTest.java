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
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.runtime.ObservedRequests.Known;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservedRequestsTest {
    private static final NodeStatus WAITING = NodeStatus.builder()
            .id("wf-1")
            .name("wf.approve")
            .type(NodeType.SUSPEND)
            .phase(NodePhase.RUNNING)
            .outputs(Outputs.builder()
                    .parameters(List.of(Parameter.builder()
                            .name("p")
                            .valueFrom(ValueFrom.builder()
                                    .supplied(new SuppliedValueFrom())
                                    .build())
                            .build()))
                    .build())
            .build();

    @Test
    void anObjectThatSaysWhatIsKnownAsksForNothing() {
        assertThat(ObservedRequests.of(known(false, null), seen(null, null, WAITING)))
                .isEmpty();
        assertThat(ObservedRequests.of(known(true, null), seen(true, null, WAITING)))
                .isEmpty();
        assertThat(ObservedRequests.of(known(false, "Terminate"), seen(null, "Stop", WAITING)))
                .isEmpty();
        assertThat(ObservedRequests.of(known(false, "Stop"), seen(true, "Stop", WAITING)))
                .isEmpty();
    }

    @Test
    void theSpecSuspendsLetsGoOnAndEnds() {
        assertThat(ObservedRequests.of(known(false, null), seen(true, null, WAITING)))
                .containsExactly(new Request.Suspend());
        assertThat(ObservedRequests.of(known(true, null), seen(false, null, WAITING)))
                .containsExactly(new Request.Unsuspend());
        assertThat(ObservedRequests.of(known(true, null), seen(true, "Stop", WAITING)))
                .containsExactly(new Request.Stop());
        assertThat(ObservedRequests.of(known(false, "Stop"), seen(null, "Terminate", WAITING)))
                .containsExactly(new Request.Terminate());
    }

    /** As {@code argo resume} and {@code argo node set} do it. */
    @Test
    void aSuspendedNodeIsEndedAndGivenValuesInTheStatus() {
        NodeStatus resumed = WAITING.toBuilder()
                .phase(NodePhase.SUCCEEDED)
                .message("by me")
                .outputs(Outputs.builder()
                        .parameters(List.of(
                                Parameter.builder().name("p").value("yes").build()))
                        .build())
                .build();
        assertThat(ObservedRequests.of(known(false, null), seen(null, null, resumed)))
                .containsExactly(
                        new Request.SetNodes(NodeSelector.parse("id=wf-1"), "Succeeded", "by me", Map.of("p", "yes")));
        NodeStatus given =
                resumed.toBuilder().phase(NodePhase.RUNNING).message(null).build();
        assertThat(ObservedRequests.of(known(false, null), seen(null, null, given)))
                .containsExactly(new Request.SetNodes(NodeSelector.parse("id=wf-1"), "", "", Map.of("p", "yes")));
    }

    @Test
    void anObjectWithoutAStatusChangesNoNode() {
        Workflow without = seen(null, null, WAITING).toBuilder().status(null).build();
        assertThat(ObservedRequests.of(known(false, null), without)).isEmpty();
    }

    private static Known known(boolean suspended, String shutdown) {
        return new Known(suspended, shutdown, List.of(WAITING));
    }

    private static Workflow seen(Boolean suspend, String shutdown, NodeStatus node) {
        Workflow w = Yaml.workflow("wf", Yaml.THREE_STEPS);
        return w.toBuilder()
                .spec(w.spec().toBuilder().suspend(suspend).shutdown(shutdown).build())
                .status(WorkflowStatus.builder().nodes(Map.of(node.id(), node)).build())
                .build();
    }
}
