package dev.skiff.engine;

import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.GoFormat;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.Bundle;
import dev.skiff.model.Labels;
import dev.skiff.model.Parameter;
import dev.skiff.model.ValueFrom;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns references into values: arguments, inputs, conditions, outputs of steps and DAGs. */
final class Resolver {
    private final Bundle resources;

    Resolver(Bundle resources) {
        this.resources = resources;
    }

    Supplied arguments(Call call, CallScope scope) throws TextTree.Unresolvable {
        Call.Passed passed = call.arguments();
        if (passed == Call.Passed.NONE) {
            return Supplied.NONE;
        }
        List<Invocation.Argument> list = new ArrayList<>(passed.parameters().size());
        for (Call.Argument a : passed.parameters()) {
            list.add(argument(a, scope));
        }
        return new Supplied(list, ArtifactResolver.arguments(passed.artifacts(), scope));
    }

    private Invocation.Argument argument(Call.Argument a, CallScope scope) throws TextTree.Unresolvable {
        if (a.value() == null) {
            ValueFrom from = a.valueFrom();
            return from == null
                    ? new Invocation.Argument(a.name(), null, null)
                    : new Invocation.Argument(
                            a.name(), from(from, scope), from.configMapKeyRef() == null ? null : from);
        }
        try {
            return new Invocation.Argument(a.name(), scope.needNodes(a.value()), null);
        } catch (TextTree.Unresolvable e) {
            if (e.absent() && a.value().onlyTag() != null) {
                return new Invocation.Argument(a.name(), null, null);
            }
            throw new TextTree.Unresolvable("argument '" + a.name() + "': " + e.text(), e.absent());
        }
    }

    /** PARAM-01, PARAM-02: argument, else the input's value, else its default; then global and local tags in the value (SUBST-02). */
    Bound bind(CompiledTemplate template, Supplied supplied, CallScope scope) throws TextTree.Unresolvable {
        List<Parameter> parameters = parameters(template, supplied.parameters(), scope);
        if (template.artifactInputs.isEmpty()) {
            return parameters.isEmpty() ? Bound.NONE : new Bound(parameters, List.of());
        }
        CallScope inner = scope.inside(template, new Bound(parameters, List.of()));
        return new Bound(parameters, ArtifactResolver.bind(template, supplied, inner));
    }

    private List<Parameter> parameters(CompiledTemplate template, List<Invocation.Argument> arguments, CallScope scope)
            throws TextTree.Unresolvable {
        if (template.inputs.isEmpty()) {
            return List.of();
        }
        List<Parameter> bound = new ArrayList<>(template.inputs.size());
        for (Parameter input : template.inputs) {
            Invocation.Argument argument = supplied(input, arguments);
            String value = argument == null ? ownValue(input, scope) : Machine.present(argument.value(), "value");
            if (value.contains("{{")) {
                value = scope.keep(TemplateText.parse(value));
            }
            bound.add(new Parameter(
                    shown(input.defaultValue(), scope),
                    input.description(),
                    input.enumValues(),
                    input.globalName(),
                    input.name(),
                    value,
                    argument == null ? input.valueFrom() : argument.from()));
        }
        return List.copyOf(bound);
    }

    /** SUBST-02: what the node shows of a template's own text has its tags replaced, too. */
    private static @Nullable String shown(@Nullable String text, CallScope scope) throws TextTree.Unresolvable {
        return text == null || !text.contains("{{") ? text : scope.keep(TemplateText.parse(text));
    }

    /** Null when the caller gives none, or one that is absent (SKIP-03). */
    private static Invocation.@Nullable Argument supplied(Parameter input, List<Invocation.Argument> arguments) {
        for (Invocation.Argument a : arguments) {
            if (a.name().equals(input.name()) && a.value() != null) {
                return a;
            }
        }
        return null;
    }

    private String ownValue(Parameter input, CallScope scope) throws TextTree.Unresolvable {
        if (input.value() != null) {
            return input.value();
        }
        if (input.valueFrom() != null) {
            return from(input.valueFrom(), scope);
        }
        if (input.defaultValue() != null) {
            return input.defaultValue();
        }
        throw new TextTree.Unresolvable("inputs.parameters." + input.name() + " was not supplied");
    }

    /** The value of a valueFrom that needs no container: expression, parameter, configMapKeyRef, else its default. */
    String from(ValueFrom from, CallScope scope) throws TextTree.Unresolvable {
        try {
            if (from.expression() != null) {
                return expression(from.expression(), scope);
            }
            if (from.parameter() != null) {
                return scope.needNodes(TemplateText.parse(from.parameter()));
            }
            if (from.configMapKeyRef() != null) {
                return configMapKey(from.configMapKeyRef(), from.defaultValue(), scope);
            }
        } catch (TextTree.Unresolvable e) {
            if (from.defaultValue() == null || e instanceof NoDefault) {
                throw e;
            }
            return from.defaultValue();
        }
        if (from.defaultValue() != null) {
            return from.defaultValue();
        }
        throw new TextTree.Unresolvable("valueFrom gives no value here");
    }

    private static String expression(String source, CallScope scope) throws TextTree.Unresolvable {
        try {
            Object value = Expressions.evaluate(Expressions.parse(source), scope.withArtifacts(), scope.context());
            if (value == null) {
                throw new TextTree.Unresolvable("the expression '" + source + "' gives nil");
            }
            return GoFormat.value(value);
        } catch (ExprException | CallScope.AggregateFailure e) {
            throw new TextTree.Unresolvable(String.valueOf(e.getMessage()));
        }
    }

    /** PARAM-03: a missing ConfigMap or key takes the default; a missing label is an error all the same. */
    private String configMapKey(ConfigMapKeySelector ref, @Nullable String otherwise, CallScope scope)
            throws TextTree.Unresolvable {
        String name = scope.keep(TemplateText.parse(ref.getName() == null ? "" : ref.getName()));
        String key = scope.keep(TemplateText.parse(ref.getKey() == null ? "" : ref.getKey()));
        for (ConfigMap map : resources.configMaps()) {
            if (!name.equals(map.getMetadata().getName())) {
                continue;
            }
            Map<String, String> labels = map.getMetadata().getLabels();
            if (labels == null || !"Parameter".equals(labels.get(Labels.CONFIG_MAP_TYPE))) {
                throw new NoDefault("ConfigMap '" + name + "' needs to have the label " + Labels.CONFIG_MAP_TYPE
                        + ": Parameter to load parameters");
            }
            String value = map.getData() == null ? null : map.getData().get(key);
            if (value != null) {
                return value;
            }
            throw new TextTree.Unresolvable("ConfigMap '" + name + "' does not have the key '" + key + "'");
        }
        if (otherwise != null) {
            return otherwise;
        }
        throw new TextTree.Unresolvable("there is no ConfigMap '" + name
                + "': give it in the same file, with --manifest FILE, or with --from-file configmap/" + name + "=PATH");
    }

    /** Outputs of a steps or DAG template (OUT-11, OUT-12). */
    List<Parameter> outputs(CompiledTemplate template, CallScope scope) throws TextTree.Unresolvable {
        List<Parameter> outputs = new ArrayList<>(template.outputs.size());
        for (Parameter p : template.outputs) {
            String value = p.value();
            try {
                if (value != null) {
                    value = scope.keep(TemplateText.parse(value));
                } else if (p.valueFrom() != null) {
                    value = from(p.valueFrom(), scope);
                }
            } catch (TextTree.Unresolvable e) {
                throw new TextTree.Unresolvable("output parameter '" + p.name() + "': " + e.text(), e.absent());
            }
            String global = p.globalName() == null ? null : scope.keep(TemplateText.parse(p.globalName()));
            outputs.add(p.toBuilder()
                    .value(value)
                    .valueFrom(null)
                    .globalName(global)
                    .build());
        }
        return outputs;
    }

    /** An error that a default does not mend. */
    private static final class NoDefault extends TextTree.Unresolvable {
        private static final long serialVersionUID = 1L;

        NoDefault(String message) {
            super(message);
        }
    }
}
