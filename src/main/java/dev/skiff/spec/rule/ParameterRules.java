package dev.skiff.spec.rule;

import dev.skiff.model.Artifact;
import dev.skiff.model.Parameter;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of parameters and artifacts, each once in its list, and enum values (PARAM-05, PARAM-06). */
final class ParameterRules implements Rule {

    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_]+");
    private static final Pattern NAME_OF_ARGUMENT = Pattern.compile("([-a-zA-Z0-9_]|\\{\\{.*}})+");

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (SpecSite site : survey.specs()) {
            DocPath path = site.path().key("arguments");
            parameters(site.located(), path, TemplateSite.parameters(site.spec().arguments()), report);
            artifacts(site.located(), path, TemplateSite.artifacts(site.spec().arguments()), report);
        }
        for (TemplateSite site : survey.templates()) {
            parameters(site.located(), site.path().key("inputs"), site.inputParameters(), report);
            artifacts(site.located(), site.path().key("inputs"), site.inputArtifacts(), report);
            parameters(site.located(), site.path().key("outputs"), site.outputParameters(), report);
            artifacts(site.located(), site.path().key("outputs"), site.outputArtifacts(), report);
        }
        for (CallSite call : survey.calls()) {
            DocPath path = call.path().key("arguments");
            parameters(
                    call.located(), path, TemplateSite.parameters(call.target().arguments()), report);
            artifacts(call.located(), path, TemplateSite.artifacts(call.target().arguments()), report);
        }
    }

    private static void parameters(
            Located located, DocPath owner, List<Parameter> parameters, Consumer<Problem> report) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            DocPath path = owner.key("parameters").index(i);
            name(located, path, "parameter", parameter.name(), seen, report);
            values(located, path, parameter, report);
        }
    }

    private static void artifacts(Located located, DocPath owner, List<Artifact> artifacts, Consumer<Problem> report) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < artifacts.size(); i++) {
            name(
                    located,
                    owner.key("artifacts").index(i),
                    "artifact",
                    artifacts.get(i).name(),
                    seen,
                    report);
        }
    }

    private static void name(
            Located located, DocPath path, String what, String name, Set<String> seen, Consumer<Problem> report) {
        if (name.isEmpty()) {
            report.accept(located.error(path, "the %s has no name".formatted(what)));
        } else if (!NAME.matcher(name).matches()
                && !NAME_OF_ARGUMENT.matcher(name).matches()) {
            report.accept(located.error(
                    path.key("name"),
                    "'%s' is not a valid %s name".formatted(name, what),
                    "use letters, digits, '-' and '_'"));
        } else if (!seen.add(name)) {
            report.accept(located.error(path.key("name"), "two %ss are named '%s'".formatted(what, name)));
        }
    }

    private static void values(Located located, DocPath path, Parameter parameter, Consumer<Problem> report) {
        if (parameter.value() != null && parameter.valueFrom() != null) {
            report.accept(located.error(
                    path,
                    "the parameter '%s' has both 'value' and 'valueFrom'".formatted(parameter.name()),
                    "keep one of them"));
        }
        boolean givesEnum = located.map().has(path.key("enum"));
        if (givesEnum && parameter.enumValues().isEmpty()) {
            report.accept(located.error(path.key("enum"), "the enum of '%s' has no value".formatted(parameter.name())));
        } else if (givesEnum) {
            member(located, path.key("value"), parameter, parameter.value(), report);
            member(located, path.key("default"), parameter, parameter.defaultValue(), report);
        }
    }

    private static void member(
            Located located, DocPath path, Parameter parameter, @Nullable String value, Consumer<Problem> report) {
        if (value != null && !value.contains("{{") && !parameter.enumValues().contains(value)) {
            report.accept(located.error(
                    path,
                    "'%s' is not in the enum of the parameter '%s'".formatted(value, parameter.name()),
                    "one of " + String.join(", ", parameter.enumValues())));
        }
    }
}
