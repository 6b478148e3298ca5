package dev.skiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a template does: exactly one of ten kinds, or {@link Unclear}, which lint reports. */
public sealed interface TemplateBody {

    /** One pod, one container named main. */
    record Container(io.fabric8.kubernetes.api.model.Container container) implements TemplateBody {}

    /** One pod that runs a source text. */
    record Script(ScriptTemplate script) implements TemplateBody {}

    /** One pod with several ordered containers. */
    record ContainerSet(ContainerSetTemplate containerSet) implements TemplateBody {}

    /** Groups one after the other; the steps of a group at the same time. */
    record Steps(List<List<WorkflowStep>> groups) implements TemplateBody {}

    /** A graph of tasks. */
    record Dag(DAGTemplate dag) implements TemplateBody {}

    /** Waits. */
    record Suspend(SuspendTemplate suspend) implements TemplateBody {}

    /** An action on a Kubernetes object. */
    record Resource(ResourceTemplate resource) implements TemplateBody {}

    /** One HTTP request. */
    record Http(HTTP http) implements TemplateBody {}

    /** Free-form; an object with exactly one key in a valid template (RES-08). */
    record Plugin(JsonNode plugin) implements TemplateBody {}

    /** Lists artifact paths. */
    record Data(dev.skiff.model.Data data) implements TemplateBody {}

    /**
     * None of the bodies, or more than one.
     *
     * @param fields the names of those that are set, in the order of the reference; empty for none
     */
    record Unclear(List<String> fields) implements TemplateBody {}

    /** True for the kinds that start a pod: only these know {@code pod.name} (SUBST-24). */
    default boolean startsPod() {
        return switch (this) {
            case Container c -> true;
            case Script s -> true;
            case ContainerSet c -> true;
            case Resource r -> true;
            case Data d -> true;
            case Steps s -> false;
            case Dag d -> false;
            case Suspend s -> false;
            case Http h -> false;
            case Plugin p -> false;
            case Unclear u -> false;
        };
    }

    /** The body of {@code template}. */
    static TemplateBody of(Template template) {
        List<TemplateBody> found = new ArrayList<>(1);
        add(found, template.container(), Container::new);
        add(found, template.containerSet(), ContainerSet::new);
        add(found, template.dag(), Dag::new);
        add(found, template.data(), Data::new);
        add(found, template.http(), Http::new);
        add(found, template.plugin(), Plugin::new);
        add(found, template.resource(), Resource::new);
        add(found, template.script(), Script::new);
        add(found, template.steps(), Steps::new);
        add(found, template.suspend(), Suspend::new);
        return found.size() == 1
                ? found.getFirst()
                : new Unclear(found.stream().map(TemplateBody::field).toList());
    }

    /** The name of the template's field that holds this body; empty for {@link Unclear}. */
    default String field() {
        return switch (this) {
            case Container c -> "container";
            case Script s -> "script";
            case ContainerSet c -> "containerSet";
            case Steps s -> "steps";
            case Dag d -> "dag";
            case Suspend s -> "suspend";
            case Resource r -> "resource";
            case Http h -> "http";
            case Plugin p -> "plugin";
            case Data d -> "data";
            case Unclear u -> "";
        };
    }

    private static <T> void add(List<TemplateBody> found, @Nullable T field, Function<T, TemplateBody> body) {
        if (field != null) {
            found.add(body.apply(field));
        }
    }
}
