package dev.skiff.spec.rule;

import dev.skiff.model.Arguments;
import dev.skiff.model.Artifact;
import dev.skiff.model.Parameter;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template and where it stands.
 *
 * @param caller the step or task that has it inline; null for a named template
 */
public record TemplateSite(
        SpecSite owner,
        Template template,
        DocPath path,
        @Nullable CallSite caller) {

    Located located() {
        return owner.located();
    }

    TemplateBody body() {
        return template.body();
    }

    List<Parameter> inputParameters() {
        return template.inputs() == null ? List.of() : template.inputs().parameters();
    }

    List<Artifact> inputArtifacts() {
        return template.inputs() == null ? List.of() : template.inputs().artifacts();
    }

    List<Parameter> outputParameters() {
        return template.outputs() == null ? List.of() : template.outputs().parameters();
    }

    List<Artifact> outputArtifacts() {
        return template.outputs() == null ? List.of() : template.outputs().artifacts();
    }

    /** The name, or what to call a template that has none. */
    String label() {
        String name = template.name();
        return name != null ? "'" + name + "'" : caller == null ? "without name" : "inline in '" + caller.name() + "'";
    }

    /** The steps or tasks, in the order of the document; empty for other bodies. */
    List<CallSite> calls() {
        List<CallSite> calls = new ArrayList<>();
        switch (body()) {
            case TemplateBody.Steps steps -> {
                for (int g = 0; g < steps.groups().size(); g++) {
                    for (int s = 0; s < steps.groups().get(g).size(); s++) {
                        DocPath at = path.key("steps").index(g).index(s);
                        calls.add(CallSite.step(this, at, steps.groups().get(g).get(s), g));
                    }
                }
            }
            case TemplateBody.Dag dag -> {
                for (int t = 0; t < dag.dag().tasks().size(); t++) {
                    DocPath at = path.key("dag").key("tasks").index(t);
                    calls.add(CallSite.task(this, at, dag.dag().tasks().get(t)));
                }
            }
            case TemplateBody.Container c -> {}
            case TemplateBody.Script s -> {}
            case TemplateBody.ContainerSet c -> {}
            case TemplateBody.Suspend s -> {}
            case TemplateBody.Resource r -> {}
            case TemplateBody.Http h -> {}
            case TemplateBody.Plugin p -> {}
            case TemplateBody.Data d -> {}
            case TemplateBody.Unclear u -> {}
        }
        return calls;
    }

    /** The steps or tasks by name; of those with the same name the first. */
    Map<String, CallSite> callsByName() {
        Map<String, CallSite> byName = new LinkedHashMap<>();
        calls().forEach(call -> byName.putIfAbsent(call.name(), call));
        return byName;
    }

    static List<Parameter> parameters(@Nullable Arguments arguments) {
        return arguments == null ? List.of() : arguments.parameters();
    }

    static List<Artifact> artifacts(@Nullable Arguments arguments) {
        return arguments == null ? List.of() : arguments.artifacts();
    }
}
