package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far one node of the tree is (features.md section 10.4). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeStatus(
        @Nullable String boundaryID,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> children,
        @Nullable Boolean daemoned,
        @Nullable String displayName,
        @Nullable Integer estimatedDuration,
        @Nullable Integer failedPodRestarts,
        @Nullable Instant finishedAt,
        @Nullable String hostNodeName,
        String id,
        @Nullable Inputs inputs,
        @Nullable MemoizationStatus memoizationStatus,
        @Nullable String message,
        String name,
        @Nullable NodeFlag nodeFlag,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> outboundNodes,
        @Nullable Outputs outputs,
        @Nullable NodePhase phase,
        @Nullable String podIP,
        @Nullable String progress,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> resourcesDuration,
        @Nullable String restartingPodUID,
        @Nullable Instant startedAt,
        @Nullable NodeSynchronizationStatus synchronizationStatus,
        @Nullable Boolean taskResultSynced,
        @Nullable String templateName,
        @Nullable TemplateRef templateRef,
        @Nullable String templateScope,
        NodeType type) {

    public NodeStatus {
        children = Copies.list(children);
        Copies.required(id, "NodeStatus", "id");
        Copies.required(name, "NodeStatus", "name");
        outboundNodes = Copies.list(outboundNodes);
        resourcesDuration = Copies.map(resourcesDuration);
        Copies.required(type, "NodeStatus", "type");
    }

    /** An empty builder. */
    public static NodeStatusBuilder builder() {
        return new NodeStatusBuilder();
    }

    /** A builder that starts from this value. */
    public NodeStatusBuilder toBuilder() {
        return new NodeStatusBuilder(this);
    }
}
