package dev.skiff.spec.rule;

import dev.skiff.model.Arguments;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Parameter;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a template takes is given by its caller, or has a default (PARAM-01, PARAM-08, PARAM-09, ART). */
final class ArgumentRules implements Rule {

    private static final ArtifactLocation NOWHERE =
            new ArtifactLocation(null, null, null, null, null, null, null, null, null, null, null);

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (CallSite call : survey.calls()) {
            values(call.located(), call.path(), call.target().arguments(), report);
            if (call.inline() == null && survey.catalog().called(call) instanceof Catalog.Found found) {
                String who = "the %s '%s'".formatted(call.word(), call.name());
                supplied(call.located(), call.path(), who, call.target().arguments(), found.site(), report);
            }
        }
        survey.specs().forEach(site -> entry(survey.catalog(), site, report));
    }

    /** An argument says a value, be it empty. */
    private static void values(
            Located located, DocPath owner, @Nullable Arguments arguments, Consumer<Problem> report) {
        List<Parameter> parameters = TemplateSite.parameters(arguments);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.value() == null && parameter.valueFrom() == null && parameter.defaultValue() == null) {
                report.accept(located.error(
                        owner.key("arguments").key("parameters").index(i),
                        "the argument '%s' has neither 'value' nor 'valueFrom'".formatted(parameter.name())));
            }
        }
    }

    private static void entry(Catalog catalog, SpecSite site, Consumer<Problem> report) {
        String entrypoint = site.spec().entrypoint();
        if (site.isTemplate()
                || entrypoint == null
                || !(catalog.local(site, entrypoint) instanceof Catalog.Found found)) {
            return;
        }
        Arguments own = site.spec().arguments();
        List<Parameter> parameters = new ArrayList<>(TemplateSite.parameters(own));
        List<Artifact> artifacts = new ArrayList<>(TemplateSite.artifacts(own));
        catalog.referenced(site.spec()).ifPresent(other -> {
            parameters.addAll(TemplateSite.parameters(other.spec().arguments()));
            artifacts.addAll(TemplateSite.artifacts(other.spec().arguments()));
        });
        Arguments all = new Arguments(artifacts, parameters);
        supplied(site.located(), site.path().key("entrypoint"), "the workflow", all, found.site(), report);
        unset(site, report);
    }

    /** Only a warning: a value may still come with the submission. */
    private static void unset(SpecSite site, Consumer<Problem> report) {
        List<Parameter> parameters = TemplateSite.parameters(site.spec().arguments());
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (site.spec().workflowTemplateRef() == null
                    && parameter.value() == null
                    && parameter.valueFrom() == null
                    && parameter.defaultValue() == null) {
                report.accept(site.located()
                        .warning(
                                site.path().key("arguments").key("parameters").index(i),
                                "the workflow parameter '%s' has no value".formatted(parameter.name()),
                                "give one when you run it: -p %s=…".formatted(parameter.name())));
            }
        }
    }

    private static void supplied(
            Located located,
            DocPath path,
            String who,
            @Nullable Arguments arguments,
            TemplateSite callee,
            Consumer<Problem> report) {
        List<String> parameters =
                TemplateSite.parameters(arguments).stream().map(Parameter::name).toList();
        for (Parameter input : callee.inputParameters()) {
            boolean has = input.value() != null || input.defaultValue() != null || input.valueFrom() != null;
            if (!has && !parameters.contains(input.name())) {
                report.accept(located.error(
                        path,
                        "%s does not give the parameter '%s' that the template %s needs"
                                .formatted(who, input.name(), callee.label()),
                        meant(input.name(), parameters, callee)));
            }
        }
        List<String> artifacts =
                TemplateSite.artifacts(arguments).stream().map(Artifact::name).toList();
        for (Artifact input : callee.inputArtifacts()) {
            boolean has =
                    Boolean.TRUE.equals(input.optional()) || !input.location().equals(NOWHERE);
            if (!has && !artifacts.contains(input.name())) {
                report.accept(located.error(
                        path,
                        "%s does not give the artifact '%s' that the template %s needs"
                                .formatted(who, input.name(), callee.label()),
                        DidYouMean.hint(input.name(), artifacts)));
            }
        }
    }

    /** A given argument that the template does not know and that is written nearly like the missing one. */
    private static @Nullable String meant(String missing, List<String> given, TemplateSite callee) {
        List<String> known =
                callee.inputParameters().stream().map(Parameter::name).toList();
        Optional<String> near = DidYouMean.nearest(
                missing, given.stream().filter(name -> !known.contains(name)).toList());
        return near.map(name -> "is '" + name + "' meant to be it?").orElse(null);
    }
}
