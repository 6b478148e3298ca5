package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ListMeta;
import java.util.List;

/** A list of CronWorkflow objects, as the API gives it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CronWorkflowList(
        String apiVersion,
        String kind,
        ListMeta metadata,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CronWorkflow> items) {

    public CronWorkflowList {
        apiVersion = apiVersion == null ? ArgoObject.API_VERSION : apiVersion;
        kind = kind == null ? "CronWorkflowList" : kind;
        metadata = metadata == null ? new ListMeta() : metadata;
        items = Copies.list(items);
    }
}
