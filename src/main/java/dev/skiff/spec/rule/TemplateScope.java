package dev.skiff.spec.rule;

import dev.skiff.model.Artifact;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Parameter;
import java.util.List;
import java.util.Optional;

/** What a template knows of itself: {@code inputs.…}, {@code outputs.…}, {@code pod.name} (SUBST-23, SUBST-24). */
record TemplateScope(TemplateSite site) implements TagScope {

    private static final String PARAMETERS = "inputs.parameters.";
    private static final String ARTIFACTS = "inputs.artifacts.";

    @Override
    public Optional<Flaw> flaw(String name) {
        return switch (TagScope.root(name)) {
            case "inputs" -> inputs(name);
            case "pod" -> pod(name);
            case "outputs" -> new OutputScope(site, false).flaw(name);
            case "workflow" -> Optional.empty();
            case "item" ->
                Optional.of(new Flaw(
                        "'%s' is only known in a step or task with a loop".formatted(name),
                        "add withItems, withParam or withSequence, or pass it to the template as a parameter"));
            case "steps", "tasks" ->
                name.equals("steps.name") || name.equals("tasks.name")
                        ? Optional.empty()
                        : Optional.of(new Flaw(
                                "'%s' is not known inside the template %s".formatted(name, site.label()),
                                "pass it to the template as a parameter"));
            default -> Optional.empty();
        };
    }

    private Optional<Flaw> inputs(String name) {
        if (name.startsWith(PARAMETERS)) {
            List<String> known =
                    site.inputParameters().stream().map(Parameter::name).toList();
            String wanted = name.substring(PARAMETERS.length());
            return known.contains(wanted) ? Optional.empty() : Optional.of(missing("parameter", wanted, known));
        }
        if (name.startsWith(ARTIFACTS)) {
            List<String> known =
                    site.inputArtifacts().stream().map(Artifact::name).toList();
            String rest = name.substring(ARTIFACTS.length());
            String wanted = rest.endsWith(".path") ? rest.substring(0, rest.length() - ".path".length()) : rest;
            return known.contains(wanted) || known.contains(rest)
                    ? Optional.empty()
                    : Optional.of(missing("artifact", wanted, known));
        }
        return name.equals("inputs.parameters") || name.equals("inputs.artifacts") || name.equals("inputs")
                ? Optional.empty()
                : Optional.of(new Flaw(
                        "there is no variable '%s'".formatted(name),
                        "write inputs.parameters.… or inputs.artifacts.…"));
    }

    private Flaw missing(String what, String wanted, List<String> known) {
        return new Flaw(
                "the template %s has no input %s '%s'".formatted(site.label(), what, wanted),
                DidYouMean.hint(wanted, known));
    }

    private Optional<Flaw> pod(String name) {
        if (!name.equals("pod.name")) {
            return Optional.of(new Flaw("there is no variable '%s'".formatted(name), "did you mean 'pod.name'?"));
        }
        return site.body().startsPod()
                ? Optional.empty()
                : Optional.of(new Flaw("'pod.name' is only known in templates that start a pod", null));
    }
}
