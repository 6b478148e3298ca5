package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** Starts a workflow when an event arrives. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowEventBinding(String apiVersion, String kind, ObjectMeta metadata, WorkflowEventBindingSpec spec)
        implements ArgoObject {

    public WorkflowEventBinding {
        apiVersion = apiVersion == null ? API_VERSION : apiVersion;
        kind = kind == null ? "WorkflowEventBinding" : kind;
        Copies.required(metadata, "WorkflowEventBinding", "metadata");
        Copies.required(spec, "WorkflowEventBinding", "spec");
    }
}
