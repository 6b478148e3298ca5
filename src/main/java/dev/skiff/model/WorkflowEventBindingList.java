package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ListMeta;
import java.util.List;

/** A list of WorkflowEventBinding objects, as the API gives it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowEventBindingList(
        String apiVersion,
        String kind,
        ListMeta metadata,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WorkflowEventBinding> items) {

    public WorkflowEventBindingList {
        apiVersion = apiVersion == null ? ArgoObject.API_VERSION : apiVersion;
        kind = kind == null ? "WorkflowEventBindingList" : kind;
        metadata = metadata == null ? new ListMeta() : metadata;
        items = Copies.list(items);
    }
}
