package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** A reusable workflow spec of one namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowTemplate(String apiVersion, String kind, ObjectMeta metadata, WorkflowSpec spec)
        implements ArgoObject {

    public WorkflowTemplate {
        apiVersion = apiVersion == null ? API_VERSION : apiVersion;
        kind = kind == null ? "WorkflowTemplate" : kind;
        Copies.required(metadata, "WorkflowTemplate", "metadata");
        Copies.required(spec, "WorkflowTemplate", "spec");
    }
}
