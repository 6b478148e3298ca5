package dev.skiff.engine;

import dev.skiff.model.MalformedStatus;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The status that a run is restored from, as far as it can be told beforehand whether it can be. */
final class StoredStatus {
    private StoredStatus() {}

    /** @throws MalformedStatus when there is none, or its nodes contradict one another */
    static WorkflowStatus checked(Workflow workflow) {
        WorkflowStatus status = workflow.status();
        if (status == null) {
            throw new MalformedStatus("there is no status to go on from");
        }
        if (status.nodes().isEmpty()
                && (status.compressedNodes() != null || status.offloadNodeStatusVersion() != null)) {
            throw new MalformedStatus(
                    status.compressedNodes() != null
                            ? "status.compressedNodes was not unpacked"
                            : "the nodes of this workflow are kept in a database (status.offloadNodeStatusVersion '"
                                    + status.offloadNodeStatusVersion()
                                    + "'), which skiff does not read: let the controller that wrote it finish it,"
                                    + " or submit it anew");
        }
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, NodeStatus> entry : status.nodes().entrySet()) {
            NodeStatus node = entry.getValue();
            if (!entry.getKey().equals(node.id())) {
                throw new MalformedStatus(
                        "status.nodes." + Texts.start(entry.getKey()) + " has the id '" + Texts.start(node.id()) + "'");
            }
            if (!names.add(node.name())) {
                throw new MalformedStatus("status.nodes has two nodes of the name '" + Texts.start(node.name()) + "'");
            }
        }
        return status;
    }

    /** When the run began; where that is not recorded, when the workflow was created. */
    static Instant start(Workflow workflow, Instant now) {
        WorkflowStatus status = workflow.status();
        if (status != null && status.startedAt() != null) {
            return status.startedAt();
        }
        String created = workflow.metadata().getCreationTimestamp();
        try {
            return created == null ? now : Instant.parse(created);
        } catch (DateTimeException e) {
            throw new MalformedStatus("metadata.creationTimestamp '" + Texts.start(created) + "' is no time", e);
        }
    }
}
