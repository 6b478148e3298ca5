package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When to start which workflow. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CronWorkflowSpec(
        @Nullable String concurrencyPolicy,
        @Nullable Integer failedJobsHistoryLimit,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> schedules,
        @Nullable Long startingDeadlineSeconds,
        @Nullable StopStrategy stopStrategy,
        @Nullable Integer successfulJobsHistoryLimit,
        @Nullable Boolean suspend,
        @Nullable String timezone,
        @Nullable String when,
        @Nullable ObjectMeta workflowMetadata,
        WorkflowSpec workflowSpec) {

    public CronWorkflowSpec {
        schedules = Copies.list(schedules);
        Copies.required(workflowSpec, "CronWorkflowSpec", "workflowSpec");
    }
}
