package dev.skiff.cli;

import dev.skiff.engine.NodeSelector;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which nodes of a workflow are shown. */
final class NodeChoice {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--node-field-selector",
            paramLabel = "SELECTOR",
            description = "Only these nodes in the tree, such as phase=Failed or displayName=build.")
    @Nullable
    String nodes;

    @Option(names = "--status", paramLabel = "PHASE", description = "Only nodes of this phase in the tree.")
    @Nullable
    String phase;

    boolean isAll() {
        return nodes == null && phase == null;
    }

    /** With the nodes that are asked for alone. */
    Workflow of(Workflow workflow) {
        WorkflowStatus status = workflow.status();
        if (isAll() || status == null) {
            return workflow;
        }
        NodeSelector selector = selector();
        Map<String, NodeStatus> shown = new LinkedHashMap<>();
        status.nodes().forEach((id, node) -> {
            NodePhase its = node.phase();
            boolean wanted = phase == null || its != null && its.text().equalsIgnoreCase(phase);
            if (wanted && selector.matches(node)) {
                shown.put(id, node);
            }
        });
        return workflow.toBuilder()
                .status(status.toBuilder().nodes(shown).build())
                .build();
    }

    /** Before anybody is asked. @throws ParameterException for a selector that cannot be read */
    void check() {
        selector();
    }

    private NodeSelector selector() {
        try {
            return NodeSelector.parse(nodes == null ? "" : nodes);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--node-field-selector: " + e.getMessage());
        }
    }
}
