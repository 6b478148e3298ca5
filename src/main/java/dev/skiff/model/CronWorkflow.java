package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** A workflow that is started by the clock. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CronWorkflow(
        String apiVersion,
        String kind,
        ObjectMeta metadata,
        CronWorkflowSpec spec,
        @Nullable CronWorkflowStatus status) implements ArgoObject {

    public CronWorkflow {
        apiVersion = apiVersion == null ? API_VERSION : apiVersion;
        kind = kind == null ? "CronWorkflow" : kind;
        Copies.required(metadata, "CronWorkflow", "metadata");
        Copies.required(spec, "CronWorkflow", "spec");
    }
}
