package dev.skiff.port;

import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** How far a run is, for a record to keep. Holds only during the call that it is given to: what is not asked for costs nothing. */
public interface Progress {

    /** With its whole status; costs as much as the run is large. */
    Workflow workflow();

    /** Everything of the status but its nodes. */
    WorkflowStatus summary();

    /** Ids of the nodes that are new or changed since the last progress, each once; all there are when {@link #isAnew}. */
    Collection<String> changed();

    /** @throws IllegalArgumentException when there is no such node */
    NodeStatus node(String id);

    /** Whether nodes that were told of before may be there no more. */
    boolean isAnew();

    /** All of a workflow that has a status. */
    static Progress of(Workflow workflow) {
        WorkflowStatus status = workflow.status() == null
                ? WorkflowStatus.builder().build()
                : Objects.requireNonNull(workflow.status());
        return new Progress() {
            @Override
            public Workflow workflow() {
                return workflow;
            }

            @Override
            public WorkflowStatus summary() {
                return status.toBuilder().nodes(java.util.Map.of()).build();
            }

            @Override
            public Collection<String> changed() {
                return List.copyOf(status.nodes().keySet());
            }

            @Override
            public NodeStatus node(String id) {
                NodeStatus node = status.nodes().get(id);
                if (node == null) {
                    throw new IllegalArgumentException("no node " + id);
                }
                return node;
            }

            @Override
            public boolean isAnew() {
                return true;
            }
        };
    }
}
