package dev.skiff.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.Arguments;
import dev.skiff.model.ContinueOn;
import dev.skiff.model.DAGTask;
import dev.skiff.model.LifecycleHook;
import dev.skiff.model.NodePhase;
import dev.skiff.model.Parameter;
import dev.skiff.model.Sequence;
import dev.skiff.model.ValueFrom;
import dev.skiff.model.WorkflowStep;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a template — a step, a task, an exit handler, or the entrypoint — made ready once: its texts are parsed.
 *
 * @param name of the step or task; empty for the entrypoint and exit handlers
 * @param callee the called template; its names may hold tags
 * @param when null when the call is unconditional (WHEN-04)
 * @param exit what runs when a node of this call has completed, or null
 * @param hooks what runs when an expression becomes true while a node of this call lives (EXIT-08)
 */
record Call(
        String name,
        Callee callee,
        Passed arguments,
        @Nullable TemplateText when,
        Loop loop,
        boolean continueOnFailed,
        boolean continueOnError,
        @Nullable Hook exit,
        List<Hook> hooks) {

    /** @param expression null for one that needs none: an exit hook */
    record Hook(String name, @Nullable String expression, Call call) {}

    /** All arguments. */
    record Passed(List<Argument> parameters, List<ArtifactText> artifacts) {
        static final Passed NONE = new Passed(List.of(), List.of());
    }

    /** One argument; exactly one of value and valueFrom is set, or none (then it is as if not given). */
    record Argument(
            String name,
            @Nullable TemplateText value,
            @Nullable ValueFrom valueFrom) {}

    /** How often the template is called. */
    sealed interface Loop {
        record Once() implements Loop {}

        record Items(List<JsonNode> items) implements Loop {}

        record Param(TemplateText list) implements Loop {}

        record Count(
                @Nullable TemplateText count,
                @Nullable TemplateText start,
                @Nullable TemplateText end,
                @Nullable TemplateText format)
                implements Loop {}
    }

    private static final Loop ONCE = new Loop.Once();

    boolean loops() {
        return !(loop instanceof Loop.Once);
    }

    /** STEPS-06: each flag matches its own phase only. */
    boolean continuesOn(NodePhase phase) {
        return (phase == NodePhase.FAILED && continueOnFailed) || (phase == NodePhase.ERROR && continueOnError);
    }

    static Call of(WorkflowStep step, @Nullable Arguments workflowArguments) {
        return new Call(
                nonNull(step.name()),
                Callee.of(nonNull(step.name()), step.template(), step.templateRef(), step.inline()),
                arguments(step.arguments()),
                text(step.when()),
                loop(step.withItems(), step.withParam(), step.withSequence()),
                step.continueOn() != null
                        && Boolean.TRUE.equals(step.continueOn().failed()),
                step.continueOn() != null
                        && Boolean.TRUE.equals(step.continueOn().error()),
                exit(step.onExit(), step.hooks(), workflowArguments),
                hooks(step.hooks()));
    }

    static Call of(DAGTask task, @Nullable Arguments workflowArguments) {
        ContinueOn on = task.continueOn();
        return new Call(
                task.name(),
                Callee.of(task.name(), task.template(), task.templateRef(), task.inline()),
                arguments(task.arguments()),
                text(task.when()),
                loop(task.withItems(), task.withParam(), task.withSequence()),
                on != null && Boolean.TRUE.equals(on.failed()),
                on != null && Boolean.TRUE.equals(on.error()),
                exit(task.onExit(), task.hooks(), workflowArguments),
                hooks(task.hooks()));
    }

    /** The call of the entrypoint or of a workflow's exit handler. */
    static Call of(Callee callee, @Nullable Arguments arguments) {
        return new Call("", callee, arguments(arguments), null, ONCE, false, false, null, List.of());
    }

    /** EXIT-03: {@code onExit} gets the workflow's arguments and wins over {@code hooks.exit}, which has its own. */
    static @Nullable Hook exit(
            @Nullable String onExit, Map<String, LifecycleHook> hooks, @Nullable Arguments workflowArguments) {
        if (onExit != null && !onExit.isEmpty()) {
            return new Hook("exit", null, of(Callee.of("", onExit, null, null), workflowArguments));
        }
        LifecycleHook hook = hooks.get("exit");
        if (hook == null) {
            return null;
        }
        Arguments own = hook.arguments();
        boolean empty =
                own == null || (own.parameters().isEmpty() && own.artifacts().isEmpty());
        return new Hook("exit", hook.expression(), of(callee(hook), empty ? workflowArguments : own));
    }

    /** The hooks other than {@code exit} (EXIT-08, EXIT-12). */
    static List<Hook> hooks(Map<String, LifecycleHook> hooks) {
        if (hooks.isEmpty() || (hooks.size() == 1 && hooks.containsKey("exit"))) {
            return List.of();
        }
        List<Hook> list = new ArrayList<>(hooks.size());
        hooks.forEach((name, hook) -> {
            if (!name.equals("exit")) {
                list.add(new Hook(name, nonNull(hook.expression()), of(callee(hook), hook.arguments())));
            }
        });
        return List.copyOf(list);
    }

    private static Callee callee(LifecycleHook hook) {
        return Callee.of("", hook.template(), hook.templateRef(), null);
    }

    private static Passed arguments(@Nullable Arguments arguments) {
        if (arguments == null) {
            return Passed.NONE;
        }
        List<Argument> list = new ArrayList<>(arguments.parameters().size());
        for (Parameter p : arguments.parameters()) {
            list.add(new Argument(p.name(), p.value() == null ? null : TemplateText.parse(p.value()), p.valueFrom()));
        }
        return new Passed(List.copyOf(list), ArtifactText.of(arguments.artifacts()));
    }

    private static Loop loop(List<JsonNode> items, @Nullable String param, @Nullable Sequence sequence) {
        if (!items.isEmpty()) {
            return new Loop.Items(items);
        }
        if (param != null && !param.isEmpty()) {
            return new Loop.Param(TemplateText.parse(param));
        }
        if (sequence != null) {
            return new Loop.Count(
                    text(sequence.count()), text(sequence.start()), text(sequence.end()), text(sequence.format()));
        }
        return ONCE;
    }

    private static @Nullable TemplateText text(@Nullable String source) {
        return source == null || source.isEmpty() ? null : TemplateText.parse(source);
    }

    private static @Nullable TemplateText text(@Nullable IntOrString source) {
        if (source == null) {
            return null;
        }
        Object value = source.getValue();
        return value == null ? null : TemplateText.parse(value.toString());
    }

    private static String nonNull(@Nullable String text) {
        return text == null ? "" : text;
    }
}
