package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** What a binding submits. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Submit(
        @Nullable Arguments arguments, @Nullable ObjectMeta metadata, WorkflowTemplateRef workflowTemplateRef) {

    public Submit {
        Copies.required(workflowTemplateRef, "Submit", "workflowTemplateRef");
    }
}
