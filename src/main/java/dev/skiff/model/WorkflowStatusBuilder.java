package dev.skiff.model;

import io.fabric8.kubernetes.api.model.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link WorkflowStatus}; what is not set is absent. */
public final class WorkflowStatusBuilder {

    private @Nullable ArtGCStatus artifactGCStatus;
    private @Nullable ArtifactRepositoryRefStatus artifactRepositoryRef;
    private @Nullable String compressedNodes;
    private List<Condition> conditions = List.of();
    private @Nullable Integer estimatedDuration;
    private @Nullable Instant finishedAt;
    private @Nullable String message;
    private Map<String, NodeStatus> nodes = Map.of();
    private @Nullable String offloadNodeStatusVersion;
    private @Nullable Outputs outputs;
    private List<Volume> persistentVolumeClaims = List.of();
    private @Nullable WorkflowPhase phase;
    private @Nullable String progress;
    private Map<String, Long> resourcesDuration = Map.of();
    private @Nullable Instant startedAt;
    private Map<String, Template> storedTemplates = Map.of();
    private @Nullable WorkflowSpec storedWorkflowTemplateSpec;
    private @Nullable SynchronizationStatus synchronization;
    private Map<String, Boolean> taskResultsCompletionStatus = Map.of();

    WorkflowStatusBuilder() {}

    WorkflowStatusBuilder(WorkflowStatus from) {
        this.artifactGCStatus = from.artifactGCStatus();
        this.artifactRepositoryRef = from.artifactRepositoryRef();
        this.compressedNodes = from.compressedNodes();
        this.conditions = from.conditions();
        this.estimatedDuration = from.estimatedDuration();
        this.finishedAt = from.finishedAt();
        this.message = from.message();
        this.nodes = from.nodes();
        this.offloadNodeStatusVersion = from.offloadNodeStatusVersion();
        this.outputs = from.outputs();
        this.persistentVolumeClaims = from.persistentVolumeClaims();
        this.phase = from.phase();
        this.progress = from.progress();
        this.resourcesDuration = from.resourcesDuration();
        this.startedAt = from.startedAt();
        this.storedTemplates = from.storedTemplates();
        this.storedWorkflowTemplateSpec = from.storedWorkflowTemplateSpec();
        this.synchronization = from.synchronization();
        this.taskResultsCompletionStatus = from.taskResultsCompletionStatus();
    }

    public WorkflowStatusBuilder artifactGCStatus(@Nullable ArtGCStatus v) {
        this.artifactGCStatus = v;
        return this;
    }

    public WorkflowStatusBuilder artifactRepositoryRef(@Nullable ArtifactRepositoryRefStatus v) {
        this.artifactRepositoryRef = v;
        return this;
    }

    public WorkflowStatusBuilder compressedNodes(@Nullable String v) {
        this.compressedNodes = v;
        return this;
    }

    public WorkflowStatusBuilder conditions(List<Condition> v) {
        this.conditions = v;
        return this;
    }

    public WorkflowStatusBuilder estimatedDuration(@Nullable Integer v) {
        this.estimatedDuration = v;
        return this;
    }

    public WorkflowStatusBuilder finishedAt(@Nullable Instant v) {
        this.finishedAt = v;
        return this;
    }

    public WorkflowStatusBuilder message(@Nullable String v) {
        this.message = v;
        return this;
    }

    public WorkflowStatusBuilder nodes(Map<String, NodeStatus> v) {
        this.nodes = v;
        return this;
    }

    public WorkflowStatusBuilder offloadNodeStatusVersion(@Nullable String v) {
        this.offloadNodeStatusVersion = v;
        return this;
    }

    public WorkflowStatusBuilder outputs(@Nullable Outputs v) {
        this.outputs = v;
        return this;
    }

    public WorkflowStatusBuilder persistentVolumeClaims(List<Volume> v) {
        this.persistentVolumeClaims = v;
        return this;
    }

    public WorkflowStatusBuilder phase(@Nullable WorkflowPhase v) {
        this.phase = v;
        return this;
    }

    public WorkflowStatusBuilder progress(@Nullable String v) {
        this.progress = v;
        return this;
    }

    public WorkflowStatusBuilder resourcesDuration(Map<String, Long> v) {
        this.resourcesDuration = v;
        return this;
    }

    public WorkflowStatusBuilder startedAt(@Nullable Instant v) {
        this.startedAt = v;
        return this;
    }

    public WorkflowStatusBuilder storedTemplates(Map<String, Template> v) {
        this.storedTemplates = v;
        return this;
    }

    public WorkflowStatusBuilder storedWorkflowTemplateSpec(@Nullable WorkflowSpec v) {
        this.storedWorkflowTemplateSpec = v;
        return this;
    }

    public WorkflowStatusBuilder synchronization(@Nullable SynchronizationStatus v) {
        this.synchronization = v;
        return this;
    }

    public WorkflowStatusBuilder taskResultsCompletionStatus(Map<String, Boolean> v) {
        this.taskResultsCompletionStatus = v;
        return this;
    }

    public WorkflowStatus build() {
        return new WorkflowStatus(
                artifactGCStatus,
                artifactRepositoryRef,
                compressedNodes,
                conditions,
                estimatedDuration,
                finishedAt,
                message,
                nodes,
                offloadNodeStatusVersion,
                outputs,
                persistentVolumeClaims,
                phase,
                progress,
                resourcesDuration,
                startedAt,
                storedTemplates,
                storedWorkflowTemplateSpec,
                synchronization,
                taskResultsCompletionStatus);
    }
}
