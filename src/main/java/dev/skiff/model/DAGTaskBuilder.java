package dev.skiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link DAGTask}; what is not set is absent. */
public final class DAGTaskBuilder {

    private @Nullable Arguments arguments;
    private @Nullable ContinueOn continueOn;
    private List<String> dependencies = List.of();
    private @Nullable String depends;
    private Map<String, LifecycleHook> hooks = Map.of();
    private @Nullable Template inline;
    private @Nullable String name;
    private @Nullable String onExit;
    private @Nullable String template;
    private @Nullable TemplateRef templateRef;
    private @Nullable String when;
    private List<JsonNode> withItems = List.of();
    private @Nullable String withParam;
    private @Nullable Sequence withSequence;

    DAGTaskBuilder() {}

    DAGTaskBuilder(DAGTask from) {
        this.arguments = from.arguments();
        this.continueOn = from.continueOn();
        this.dependencies = from.dependencies();
        this.depends = from.depends();
        this.hooks = from.hooks();
        this.inline = from.inline();
        this.name = from.name();
        this.onExit = from.onExit();
        this.template = from.template();
        this.templateRef = from.templateRef();
        this.when = from.when();
        this.withItems = from.withItems();
        this.withParam = from.withParam();
        this.withSequence = from.withSequence();
    }

    public DAGTaskBuilder arguments(@Nullable Arguments v) {
        this.arguments = v;
        return this;
    }

    public DAGTaskBuilder continueOn(@Nullable ContinueOn v) {
        this.continueOn = v;
        return this;
    }

    public DAGTaskBuilder dependencies(List<String> v) {
        this.dependencies = v;
        return this;
    }

    public DAGTaskBuilder depends(@Nullable String v) {
        this.depends = v;
        return this;
    }

    public DAGTaskBuilder hooks(Map<String, LifecycleHook> v) {
        this.hooks = v;
        return this;
    }

    public DAGTaskBuilder inline(@Nullable Template v) {
        this.inline = v;
        return this;
    }

    public DAGTaskBuilder name(String v) {
        this.name = v;
        return this;
    }

    public DAGTaskBuilder onExit(@Nullable String v) {
        this.onExit = v;
        return this;
    }

    public DAGTaskBuilder template(@Nullable String v) {
        this.template = v;
        return this;
    }

    public DAGTaskBuilder templateRef(@Nullable TemplateRef v) {
        this.templateRef = v;
        return this;
    }

    public DAGTaskBuilder when(@Nullable String v) {
        this.when = v;
        return this;
    }

    public DAGTaskBuilder withItems(List<JsonNode> v) {
        this.withItems = v;
        return this;
    }

    public DAGTaskBuilder withParam(@Nullable String v) {
        this.withParam = v;
        return this;
    }

    public DAGTaskBuilder withSequence(@Nullable Sequence v) {
        this.withSequence = v;
        return this;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public DAGTask build() {
        return new DAGTask(
                arguments,
                continueOn,
                dependencies,
                depends,
                hooks,
                inline,
                Copies.required(name, "DAGTask", "name"),
                onExit,
                template,
                templateRef,
                when,
                withItems,
                withParam,
                withSequence);
    }
}
