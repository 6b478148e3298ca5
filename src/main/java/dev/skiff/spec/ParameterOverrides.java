package dev.skiff.spec;

import dev.skiff.model.Arguments;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values that come with the submission and not from the file (PARAM-17). */
public final class ParameterOverrides {

    private ParameterOverrides() {}

    /** The given values first, in their order, then the other parameters of the workflow. Names that it does not have are added. */
    static Workflow first(Workflow workflow, Map<String, String> values) {
        List<Parameter> before = parameters(workflow);
        List<Parameter> after = new ArrayList<>();
        values.forEach((name, value) -> after.add(before.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .map(parameter -> with(parameter, value))
                .orElseGet(() -> Parameter.builder().name(name).value(value).build())));
        before.stream()
                .filter(parameter -> !values.containsKey(parameter.name()))
                .forEach(after::add);
        return with(workflow, after);
    }

    /** The same parameters where they are in the document, so that their places stay right; added ones at the end. */
    public static Workflow inPlace(Workflow workflow, Map<String, String> values) {
        List<Parameter> after = new ArrayList<>();
        Map<String, String> added = new LinkedHashMap<>(values);
        for (Parameter parameter : parameters(workflow)) {
            String value = values.get(parameter.name());
            after.add(value == null ? parameter : with(parameter, value));
            added.remove(parameter.name());
        }
        added.forEach((name, value) ->
                after.add(Parameter.builder().name(name).value(value).build()));
        return with(workflow, after);
    }

    private static List<Parameter> parameters(Workflow workflow) {
        Arguments arguments = workflow.spec().arguments();
        return arguments == null ? List.of() : arguments.parameters();
    }

    private static Parameter with(Parameter parameter, String value) {
        return parameter.toBuilder().value(value).valueFrom(null).build();
    }

    private static Workflow with(Workflow workflow, List<Parameter> parameters) {
        Arguments before = workflow.spec().arguments();
        Arguments all = new Arguments(before == null ? List.of() : before.artifacts(), parameters);
        return workflow.toBuilder()
                .spec(workflow.spec().toBuilder().arguments(all).build())
                .build();
    }
}
