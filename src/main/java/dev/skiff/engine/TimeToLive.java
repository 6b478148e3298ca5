package dev.skiff.engine;

import dev.skiff.model.TTLStrategy;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a workflow that has ended is to be deleted (GC-01). */
public final class TimeToLive {
    private TimeToLive() {}

    /**
     * Empty when it is to be kept, or has not ended.
     *
     * @param defaults what lies under the workflow; null for nothing
     */
    public static Optional<Instant> end(Workflow workflow, @Nullable WorkflowSpec defaults) {
        WorkflowStatus status = workflow.status();
        WorkflowPhase phase = status == null ? null : status.phase();
        Instant finishedAt = status == null ? null : status.finishedAt();
        TTLStrategy ttl = strategy(workflow, defaults);
        if (ttl == null || phase == null || finishedAt == null || !phase.completed()) {
            return Optional.empty();
        }
        Integer special =
                switch (phase) {
                    case SUCCEEDED -> ttl.secondsAfterSuccess();
                    case FAILED -> ttl.secondsAfterFailure();
                    case PENDING, RUNNING, ERROR -> null;
                };
        Integer seconds = special == null ? ttl.secondsAfterCompletion() : special;
        return seconds == null ? Optional.empty() : Optional.of(finishedAt.plusSeconds(seconds + 1L));
    }

    private static @Nullable TTLStrategy strategy(Workflow workflow, @Nullable WorkflowSpec defaults) {
        if (workflow.spec().ttlStrategy() != null) {
            return workflow.spec().ttlStrategy();
        }
        WorkflowStatus status = workflow.status();
        WorkflowSpec stored = status == null ? null : status.storedWorkflowTemplateSpec();
        if (stored != null && stored.ttlStrategy() != null) {
            return stored.ttlStrategy();
        }
        return defaults == null ? null : defaults.ttlStrategy();
    }
}
