package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** A reusable workflow spec for all namespaces. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterWorkflowTemplate(String apiVersion, String kind, ObjectMeta metadata, WorkflowSpec spec)
        implements ArgoObject {

    public ClusterWorkflowTemplate {
        apiVersion = apiVersion == null ? API_VERSION : apiVersion;
        kind = kind == null ? "ClusterWorkflowTemplate" : kind;
        Copies.required(metadata, "ClusterWorkflowTemplate", "metadata");
        Copies.required(spec, "ClusterWorkflowTemplate", "spec");
    }
}
