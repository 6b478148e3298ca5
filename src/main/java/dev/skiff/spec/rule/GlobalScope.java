package dev.skiff.spec.rule;

import dev.skiff.model.DidYouMean;
import dev.skiff.model.Parameter;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code workflow.…} (features.md section 5). */
final class GlobalScope implements TagScope {

    private static final Set<String> FIXED = Set.of(
            "workflow.name",
            "workflow.namespace",
            "workflow.uid",
            "workflow.serviceAccountName",
            "workflow.parameters",
            "workflow.parameters.json",
            "workflow.labels",
            "workflow.labels.json",
            "workflow.annotations",
            "workflow.annotations.json",
            "workflow.mainEntrypoint",
            "workflow.creationTimestamp",
            "workflow.priority",
            "workflow.status",
            "workflow.failures",
            "workflow.duration",
            "workflow.scheduledTime",
            "workflow.outputs.parameters",
            "workflow.outputs.artifacts");
    private static final Set<String> OPEN =
            Set.of("workflow.labels.", "workflow.annotations.", "workflow.creationTimestamp.");
    private static final String PARAMETERS = "workflow.parameters.";
    private static final String OUTPUT_PARAMETERS = "workflow.outputs.parameters.";
    private static final String OUTPUT_ARTIFACTS = "workflow.outputs.artifacts.";

    private final boolean openParameters;
    private final Set<String> parameters;
    private final Set<String> globalParameters;
    private final Set<String> globalArtifacts;

    /** A template's spec knows neither the parameters nor the global outputs of the workflows that will use it. */
    GlobalScope(Survey survey, SpecSite site) {
        Optional<SpecSite> referenced = survey.catalog().referenced(site.spec());
        this.openParameters = site.isTemplate() || (site.spec().workflowTemplateRef() != null && referenced.isEmpty());
        this.parameters = Stream.concat(Stream.of(site), referenced.stream())
                .flatMap(s -> TemplateSite.parameters(s.spec().arguments()).stream())
                .map(Parameter::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.globalParameters = survey.templates().stream()
                .flatMap(t -> t.outputParameters().stream())
                .map(p -> p.globalName())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        this.globalArtifacts = survey.templates().stream()
                .flatMap(t -> t.outputArtifacts().stream())
                .map(a -> a.globalName())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<Flaw> flaw(String name) {
        if (!TagScope.root(name).equals("workflow")
                || FIXED.contains(name)
                || OPEN.stream().anyMatch(name::startsWith)) {
            return Optional.empty();
        } else if (name.startsWith(PARAMETERS)) {
            return parameter(name.substring(PARAMETERS.length()));
        } else if (name.startsWith(OUTPUT_PARAMETERS)) {
            return output(name.substring(OUTPUT_PARAMETERS.length()), "parameter", globalParameters);
        } else if (name.startsWith(OUTPUT_ARTIFACTS)) {
            return output(name.substring(OUTPUT_ARTIFACTS.length()), "artifact", globalArtifacts);
        }
        return Optional.of(new Flaw("there is no variable '%s'".formatted(name), DidYouMean.hint(name, FIXED)));
    }

    private Optional<Flaw> parameter(String name) {
        return openParameters || parameters.contains(name)
                ? Optional.empty()
                : Optional.of(new Flaw(
                        "the workflow has no parameter '%s' in spec.arguments".formatted(name),
                        DidYouMean.hint(name, parameters)));
    }

    /** A global name with a tag in it may become any name (OUT-09). */
    private Optional<Flaw> output(String name, String what, Set<String> known) {
        boolean any = openParameters || known.contains(name) || known.stream().anyMatch(n -> n.contains("{{"));
        return any
                ? Optional.empty()
                : Optional.of(new Flaw(
                        "no template has an output %s with 'globalName: %s'".formatted(what, name),
                        DidYouMean.hint(name, known)));
    }
}
