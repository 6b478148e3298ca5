package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a CronWorkflow has started so far. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CronWorkflowStatus(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ObjectReference> active,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Condition> conditions,
        @Nullable Long failed,
        @Nullable Instant lastScheduledTime,
        @Nullable String phase,
        @Nullable Long succeeded) {

    public CronWorkflowStatus {
        active = Copies.list(active);
        conditions = Copies.list(conditions);
    }
}
