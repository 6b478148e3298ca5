package dev.skiff.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link NodeStatus}; what is not set is absent. */
public final class NodeStatusBuilder {

    private @Nullable String boundaryID;
    private List<String> children = List.of();
    private @Nullable Boolean daemoned;
    private @Nullable String displayName;
    private @Nullable Integer estimatedDuration;
    private @Nullable Integer failedPodRestarts;
    private @Nullable Instant finishedAt;
    private @Nullable String hostNodeName;
    private @Nullable String id;
    private @Nullable Inputs inputs;
    private @Nullable MemoizationStatus memoizationStatus;
    private @Nullable String message;
    private @Nullable String name;
    private @Nullable NodeFlag nodeFlag;
    private List<String> outboundNodes = List.of();
    private @Nullable Outputs outputs;
    private @Nullable NodePhase phase;
    private @Nullable String podIP;
    private @Nullable String progress;
    private Map<String, Long> resourcesDuration = Map.of();
    private @Nullable String restartingPodUID;
    private @Nullable Instant startedAt;
    private @Nullable NodeSynchronizationStatus synchronizationStatus;
    private @Nullable Boolean taskResultSynced;
    private @Nullable String templateName;
    private @Nullable TemplateRef templateRef;
    private @Nullable String templateScope;
    private @Nullable NodeType type;

    NodeStatusBuilder() {}

    NodeStatusBuilder(NodeStatus from) {
        this.boundaryID = from.boundaryID();
        this.children = from.children();
        this.daemoned = from.daemoned();
        this.displayName = from.displayName();
        this.estimatedDuration = from.estimatedDuration();
        this.failedPodRestarts = from.failedPodRestarts();
        this.finishedAt = from.finishedAt();
        this.hostNodeName = from.hostNodeName();
        this.id = from.id();
        this.inputs = from.inputs();
        this.memoizationStatus = from.memoizationStatus();
        this.message = from.message();
        this.name = from.name();
        this.nodeFlag = from.nodeFlag();
        this.outboundNodes = from.outboundNodes();
        this.outputs = from.outputs();
        this.phase = from.phase();
        this.podIP = from.podIP();
        this.progress = from.progress();
        this.resourcesDuration = from.resourcesDuration();
        this.restartingPodUID = from.restartingPodUID();
        this.startedAt = from.startedAt();
        this.synchronizationStatus = from.synchronizationStatus();
        this.taskResultSynced = from.taskResultSynced();
        this.templateName = from.templateName();
        this.templateRef = from.templateRef();
        this.templateScope = from.templateScope();
        this.type = from.type();
    }

    public NodeStatusBuilder boundaryID(@Nullable String v) {
        this.boundaryID = v;
        return this;
    }

    public NodeStatusBuilder children(List<String> v) {
        this.children = v;
        return this;
    }

    public NodeStatusBuilder daemoned(@Nullable Boolean v) {
        this.daemoned = v;
        return this;
    }

    public NodeStatusBuilder displayName(@Nullable String v) {
        this.displayName = v;
        return this;
    }

    public NodeStatusBuilder estimatedDuration(@Nullable Integer v) {
        this.estimatedDuration = v;
        return this;
    }

    public NodeStatusBuilder failedPodRestarts(@Nullable Integer v) {
        this.failedPodRestarts = v;
        return this;
    }

    public NodeStatusBuilder finishedAt(@Nullable Instant v) {
        this.finishedAt = v;
        return this;
    }

    public NodeStatusBuilder hostNodeName(@Nullable String v) {
        this.hostNodeName = v;
        return this;
    }

    public NodeStatusBuilder id(String v) {
        this.id = v;
        return this;
    }

    public NodeStatusBuilder inputs(@Nullable Inputs v) {
        this.inputs = v;
        return this;
    }

    public NodeStatusBuilder memoizationStatus(@Nullable MemoizationStatus v) {
        this.memoizationStatus = v;
        return this;
    }

    public NodeStatusBuilder message(@Nullable String v) {
        this.message = v;
        return this;
    }

    public NodeStatusBuilder name(String v) {
        this.name = v;
        return this;
    }

    public NodeStatusBuilder nodeFlag(@Nullable NodeFlag v) {
        this.nodeFlag = v;
        return this;
    }

    public NodeStatusBuilder outboundNodes(List<String> v) {
        this.outboundNodes = v;
        return this;
    }

    public NodeStatusBuilder outputs(@Nullable Outputs v) {
        this.outputs = v;
        return this;
    }

    public NodeStatusBuilder phase(@Nullable NodePhase v) {
        this.phase = v;
        return this;
    }

    public NodeStatusBuilder podIP(@Nullable String v) {
        this.podIP = v;
        return this;
    }

    public NodeStatusBuilder progress(@Nullable String v) {
        this.progress = v;
        return this;
    }

    public NodeStatusBuilder resourcesDuration(Map<String, Long> v) {
        this.resourcesDuration = v;
        return this;
    }

    public NodeStatusBuilder restartingPodUID(@Nullable String v) {
        this.restartingPodUID = v;
        return this;
    }

    public NodeStatusBuilder startedAt(@Nullable Instant v) {
        this.startedAt = v;
        return this;
    }

    public NodeStatusBuilder synchronizationStatus(@Nullable NodeSynchronizationStatus v) {
        this.synchronizationStatus = v;
        return this;
    }

    public NodeStatusBuilder taskResultSynced(@Nullable Boolean v) {
        this.taskResultSynced = v;
        return this;
    }

    public NodeStatusBuilder templateName(@Nullable String v) {
        this.templateName = v;
        return this;
    }

    public NodeStatusBuilder templateRef(@Nullable TemplateRef v) {
        this.templateRef = v;
        return this;
    }

    public NodeStatusBuilder templateScope(@Nullable String v) {
        this.templateScope = v;
        return this;
    }

    public NodeStatusBuilder type(NodeType v) {
        this.type = v;
        return this;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public NodeStatus build() {
        return new NodeStatus(
                boundaryID,
                children,
                daemoned,
                displayName,
                estimatedDuration,
                failedPodRestarts,
                finishedAt,
                hostNodeName,
                Copies.required(id, "NodeStatus", "id"),
                inputs,
                memoizationStatus,
                message,
                Copies.required(name, "NodeStatus", "name"),
                nodeFlag,
                outboundNodes,
                outputs,
                phase,
                podIP,
                progress,
                resourcesDuration,
                restartingPodUID,
                startedAt,
                synchronizationStatus,
                taskResultSynced,
                templateName,
                templateRef,
                templateScope,
                Copies.required(type, "NodeStatus", "type"));
    }
}
