package dev.skiff.spec.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Arguments;
import dev.skiff.model.ContinueOn;
import dev.skiff.model.DAGTask;
import dev.skiff.model.LifecycleHook;
import dev.skiff.model.Sequence;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateRef;
import dev.skiff.model.WorkflowStep;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step or a task and where it stands.
 *
 * @param name empty when the document gives none
 * @param group the step's group, counted from 0; -1 for a task
 * @param task the task as such; null for a step
 * @param source the step or task as such
 */
public record CallSite(
        TemplateSite parent,
        DocPath path,
        String name,
        int group,
        @Nullable DAGTask task,
        Record source,
        Target target,
        @Nullable Template inline,
        Loop loop,
        @Nullable String when,
        @Nullable ContinueOn continueOn,
        Map<String, LifecycleHook> hooks,
        @Nullable String onExit) {

    /** What is called and with what. */
    record Target(
            @Nullable String template,
            @Nullable TemplateRef ref,
            @Nullable Arguments arguments) {}

    /** The loop fields. */
    record Loop(
            List<JsonNode> items,
            @Nullable String param,
            @Nullable Sequence sequence) {

        boolean isLoop() {
            return !items.isEmpty() || param != null || sequence != null;
        }
    }

    static CallSite step(TemplateSite parent, DocPath path, WorkflowStep step, int group) {
        return new CallSite(
                parent,
                path,
                step.name() == null ? "" : step.name(),
                group,
                null,
                step,
                new Target(step.template(), step.templateRef(), step.arguments()),
                step.inline(),
                new Loop(step.withItems(), step.withParam(), step.withSequence()),
                step.when(),
                step.continueOn(),
                step.hooks(),
                step.onExit());
    }

    static CallSite task(TemplateSite parent, DocPath path, DAGTask task) {
        return new CallSite(
                parent,
                path,
                task.name(),
                -1,
                task,
                task,
                new Target(task.template(), task.templateRef(), task.arguments()),
                task.inline(),
                new Loop(task.withItems(), task.withParam(), task.withSequence()),
                task.when(),
                task.continueOn(),
                task.hooks(),
                task.onExit());
    }

    Located located() {
        return parent.located();
    }

    /** "step" or "task". */
    String word() {
        return task == null ? "step" : "task";
    }
}
