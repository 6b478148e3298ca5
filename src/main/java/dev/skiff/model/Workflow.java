package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** One run of a workflow: what is wanted ({@code spec}) and how far it is ({@code status}). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Workflow(
        String apiVersion,
        String kind,
        ObjectMeta metadata,
        WorkflowSpec spec,
        @Nullable WorkflowStatus status) implements ArgoObject {

    public Workflow {
        apiVersion = apiVersion == null ? API_VERSION : apiVersion;
        kind = kind == null ? "Workflow" : kind;
        Copies.required(metadata, "Workflow", "metadata");
        Copies.required(spec, "Workflow", "spec");
    }

    /** An empty builder. */
    public static WorkflowBuilder builder() {
        return new WorkflowBuilder();
    }

    /** A builder that starts from this value. */
    public WorkflowBuilder toBuilder() {
        return new WorkflowBuilder(this);
    }
}
