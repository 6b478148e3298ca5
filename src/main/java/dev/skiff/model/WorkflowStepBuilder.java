package dev.skiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link WorkflowStep}; what is not set is absent. */
public final class WorkflowStepBuilder {

    private @Nullable Arguments arguments;
    private @Nullable ContinueOn continueOn;
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

    WorkflowStepBuilder() {}

    WorkflowStepBuilder(WorkflowStep from) {
        this.arguments = from.arguments();
        this.continueOn = from.continueOn();
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

    public WorkflowStepBuilder arguments(@Nullable Arguments v) {
        this.arguments = v;
        return this;
    }

    public WorkflowStepBuilder continueOn(@Nullable ContinueOn v) {
        this.continueOn = v;
        return this;
    }

    public WorkflowStepBuilder hooks(Map<String, LifecycleHook> v) {
        this.hooks = v;
        return this;
    }

    public WorkflowStepBuilder inline(@Nullable Template v) {
        this.inline = v;
        return this;
    }

    public WorkflowStepBuilder name(@Nullable String v) {
        this.name = v;
        return this;
    }

    public WorkflowStepBuilder onExit(@Nullable String v) {
        this.onExit = v;
        return this;
    }

    public WorkflowStepBuilder template(@Nullable String v) {
        this.template = v;
        return this;
    }

    public WorkflowStepBuilder templateRef(@Nullable TemplateRef v) {
        this.templateRef = v;
        return this;
    }

    public WorkflowStepBuilder when(@Nullable String v) {
        this.when = v;
        return this;
    }

    public WorkflowStepBuilder withItems(List<JsonNode> v) {
        this.withItems = v;
        return this;
    }

    public WorkflowStepBuilder withParam(@Nullable String v) {
        this.withParam = v;
        return this;
    }

    public WorkflowStepBuilder withSequence(@Nullable Sequence v) {
        this.withSequence = v;
        return this;
    }

    public WorkflowStep build() {
        return new WorkflowStep(
                arguments,
                continueOn,
                hooks,
                inline,
                name,
                onExit,
                template,
                templateRef,
                when,
                withItems,
                withParam,
                withSequence);
    }
}
