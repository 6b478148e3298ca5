package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a run is. {@code nodes} is keyed by node id, in the order of creation. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowStatus(
        @Nullable ArtGCStatus artifactGCStatus,
        @Nullable ArtifactRepositoryRefStatus artifactRepositoryRef,
        @Nullable String compressedNodes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Condition> conditions,
        @Nullable Integer estimatedDuration,
        @Nullable Instant finishedAt,
        @Nullable String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, NodeStatus> nodes,
        @Nullable String offloadNodeStatusVersion,
        @Nullable Outputs outputs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Volume> persistentVolumeClaims,
        @Nullable WorkflowPhase phase,
        @Nullable String progress,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> resourcesDuration,
        @Nullable Instant startedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Template> storedTemplates,
        @Nullable WorkflowSpec storedWorkflowTemplateSpec,
        @Nullable SynchronizationStatus synchronization,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Boolean> taskResultsCompletionStatus) {

    public WorkflowStatus {
        conditions = Copies.list(conditions);
        nodes = Copies.map(nodes);
        persistentVolumeClaims = Copies.list(persistentVolumeClaims);
        resourcesDuration = Copies.map(resourcesDuration);
        storedTemplates = Copies.map(storedTemplates);
        taskResultsCompletionStatus = Copies.map(taskResultsCompletionStatus);
    }

    /** An empty builder. */
    public static WorkflowStatusBuilder builder() {
        return new WorkflowStatusBuilder();
    }

    /** A builder that starts from this value. */
    public WorkflowStatusBuilder toBuilder() {
        return new WorkflowStatusBuilder(this);
    }
}
