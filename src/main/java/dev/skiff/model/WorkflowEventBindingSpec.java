package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Which event starts which workflow. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowEventBindingSpec(
        Event event, @Nullable Submit submit) {

    public WorkflowEventBindingSpec {
        Copies.required(event, "WorkflowEventBindingSpec", "event");
    }
}
