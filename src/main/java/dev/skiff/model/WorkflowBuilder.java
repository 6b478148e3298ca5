package dev.skiff.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Workflow}; what is not set is absent. */
public final class WorkflowBuilder {

    private String apiVersion = ArgoObject.API_VERSION;
    private String kind = "Workflow";
    private @Nullable ObjectMeta metadata;
    private @Nullable WorkflowSpec spec;
    private @Nullable WorkflowStatus status;

    WorkflowBuilder() {}

    WorkflowBuilder(Workflow from) {
        this.apiVersion = from.apiVersion();
        this.kind = from.kind();
        this.metadata = from.metadata();
        this.spec = from.spec();
        this.status = from.status();
    }

    public WorkflowBuilder apiVersion(String v) {
        this.apiVersion = v;
        return this;
    }

    public WorkflowBuilder kind(String v) {
        this.kind = v;
        return this;
    }

    public WorkflowBuilder metadata(ObjectMeta v) {
        this.metadata = v;
        return this;
    }

    public WorkflowBuilder spec(WorkflowSpec v) {
        this.spec = v;
        return this;
    }

    public WorkflowBuilder status(@Nullable WorkflowStatus v) {
        this.status = v;
        return this;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public Workflow build() {
        return new Workflow(
                apiVersion,
                kind,
                Copies.required(metadata, "Workflow", "metadata"),
                Copies.required(spec, "Workflow", "spec"),
                status);
    }
}
