package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ListMeta;
import java.util.List;

/** A list of WorkflowTemplate objects, as the API gives it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowTemplateList(
        String apiVersion,
        String kind,
        ListMeta metadata,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WorkflowTemplate> items) {

    public WorkflowTemplateList {
        apiVersion = apiVersion == null ? ArgoObject.API_VERSION : apiVersion;
        kind = kind == null ? "WorkflowTemplateList" : kind;
        metadata = metadata == null ? new ListMeta() : metadata;
        items = Copies.list(items);
    }
}
