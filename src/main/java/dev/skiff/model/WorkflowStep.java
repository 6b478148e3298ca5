package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of a template from a steps template. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowStep(
        @Nullable Arguments arguments,
        @Nullable ContinueOn continueOn,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, LifecycleHook> hooks,
        @Nullable Template inline,
        @Nullable String name,
        @Nullable String onExit,
        @Nullable String template,
        @Nullable TemplateRef templateRef,
        @Nullable String when,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JsonNode> withItems,
        @Nullable String withParam,
        @Nullable Sequence withSequence) {

    public WorkflowStep {
        hooks = Copies.map(hooks);
        withItems = Copies.list(withItems);
    }

    /** An empty builder. */
    public static WorkflowStepBuilder builder() {
        return new WorkflowStepBuilder();
    }

    /** A builder that starts from this value. */
    public WorkflowStepBuilder toBuilder() {
        return new WorkflowStepBuilder(this);
    }
}
