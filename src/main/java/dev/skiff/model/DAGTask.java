package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of a template from a dag template, with what it waits for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DAGTask(
        @Nullable Arguments arguments,
        @Nullable ContinueOn continueOn,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dependencies,
        @Nullable String depends,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, LifecycleHook> hooks,
        @Nullable Template inline,
        String name,
        @Nullable String onExit,
        @Nullable String template,
        @Nullable TemplateRef templateRef,
        @Nullable String when,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JsonNode> withItems,
        @Nullable String withParam,
        @Nullable Sequence withSequence) {

    public DAGTask {
        dependencies = Copies.list(dependencies);
        hooks = Copies.map(hooks);
        Copies.required(name, "DAGTask", "name");
        withItems = Copies.list(withItems);
    }

    /** An empty builder. */
    public static DAGTaskBuilder builder() {
        return new DAGTaskBuilder();
    }

    /** A builder that starts from this value. */
    public DAGTaskBuilder toBuilder() {
        return new DAGTaskBuilder(this);
    }
}
