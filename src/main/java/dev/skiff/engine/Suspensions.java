package dev.skiff.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import dev.skiff.model.Parameter;
import dev.skiff.model.SuspendTemplate;
import dev.skiff.model.ValueFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes that wait for somebody, or for a time (SUSP-01 to SUSP-07). */
final class Suspensions {
    static final String ALARM = "suspend:";

    private Suspensions() {}

    static Starter.Started start(
            Machine machine,
            Invocation inv,
            String name,
            Frame parent,
            CompiledTemplate template,
            Bound bound,
            CallScope scope) {
        SuspendTemplate suspend = Machine.present(template.template.suspend(), "suspend");
        Duration duration;
        try {
            duration = suspend.duration() == null || suspend.duration().isEmpty()
                    ? null
                    : Durations.orSeconds(
                            scope.keep(dev.skiff.expr.TemplateText.parse(suspend.duration())), "suspend.duration");
        } catch (TextTree.Unresolvable e) {
            return new Starter.Started.Errored(machine.starter().errorNode(name, parent, inv, e.text()), e.text());
        }
        Bound choices = withChoices(bound);
        Node node = machine.starter().node(inv, name, parent, NodeType.SUSPEND, template, choices);
        node.outputs = node.outputs.withParameters(supplied(template, choices));
        if (Kept.completes(machine, node)) {
            return new Starter.Started.Created(node);
        }
        String refusal = machine.refusal(node);
        if (refusal != null) {
            machine.move(node, NodePhase.FAILED, refusal);
            return new Starter.Started.Created(node);
        }
        machine.run.suspendedNodes.add(node);
        if (duration != null) {
            machine.setAlarm(ALARM + node.id, machine.beginOf(node).plus(duration));
        }
        return new Starter.Started.Created(node);
    }

    /** SUSP-04: a value {@code {"enum": […]}} says what may be chosen. */
    private static Bound withChoices(Bound bound) {
        if (bound.parameters().stream()
                .noneMatch(p -> p.value() != null && p.value().contains("\"enum\""))) {
            return bound;
        }
        return bound.withParameters(
                bound.parameters().stream().map(Suspensions::withChoices).toList());
    }

    private static Parameter withChoices(Parameter p) {
        List<String> choices = new ArrayList<>();
        try {
            JsonNode json = ModelMapper.strict().readTree(p.value() == null ? "" : p.value());
            json.path("enum").forEach(e -> choices.add(e.asText()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return p; // a text like any other
        }
        return choices.isEmpty()
                ? p
                : p.toBuilder()
                        .enumValues(choices)
                        .defaultValue(p.defaultValue() == null ? choices.getFirst() : p.defaultValue())
                        .build();
    }

    /** What somebody is to give; without a default of its own it has that of the input of the same name (SUSP-03). */
    private static List<Parameter> supplied(CompiledTemplate template, Bound bound) {
        List<Parameter> outputs = new ArrayList<>();
        for (Parameter p : template.outputs) {
            ValueFrom from = p.valueFrom();
            if (from != null && from.supplied() != null) {
                String otherwise = from.defaultValue() == null ? defaultOf(bound, p.name()) : from.defaultValue();
                outputs.add(p.toBuilder()
                        .valueFrom(from.toBuilder().defaultValue(otherwise).build())
                        .build());
            }
        }
        return outputs;
    }

    private static @Nullable String defaultOf(Bound bound, String name) {
        for (Parameter p : bound.parameters()) {
            if (p.name().equals(name)) {
                return p.defaultValue();
            }
        }
        return null;
    }

    /** Time is up (SUSP-02). */
    static void over(Machine machine, Node node) {
        String missing = complete(node);
        if (missing == null) {
            end(machine, node, NodePhase.SUCCEEDED, "");
        } else {
            end(machine, node, NodePhase.ERROR, missing);
        }
    }

    /** Somebody says go on; a node that still lacks a value waits on, as Argo refuses then. */
    static void resume(Machine machine, Node node) {
        if (complete(node) == null) {
            end(machine, node, NodePhase.SUCCEEDED, "");
        }
    }

    static void set(Machine machine, Node node, Request.SetNodes asked) {
        node.outputs = node.outputs.withParameters(node.outputs.parameters().stream()
                .map(p -> given(p, asked.outputs()))
                .toList());
        machine.touch(node);
        if (!asked.message().isEmpty()) {
            machine.say(node, asked.message());
        }
        if (!asked.phase().isEmpty()) {
            NodePhase phase = NodePhase.of(asked.phase());
            if (phase != null && phase.fulfilled()) {
                end(machine, node, phase, node.message);
            }
        }
    }

    private static Parameter given(Parameter p, Map<String, String> values) {
        String value = values.get(p.name());
        return value == null || p.valueFrom() == null
                ? p
                : p.toBuilder().value(value).valueFrom(null).build();
    }

    static void end(Machine machine, Node node, NodePhase phase, String message) {
        machine.run.suspendedNodes.remove(node);
        machine.run.alarms.remove(ALARM + node.id);
        machine.move(node, phase, message);
        Outcomes.export(machine, node);
    }

    /** Gives outputs their defaults. @return what is missing, as a sentence, or null */
    private static @Nullable String complete(Node node) {
        List<Parameter> values = new ArrayList<>();
        for (Parameter p : node.outputs.parameters()) {
            ValueFrom from = p.valueFrom();
            if (from == null) {
                values.add(p);
                continue;
            }
            String value = from.defaultValue();
            if (value == null) {
                return "raw output parameter '" + p.name() + "' has not been set and does not have a default value";
            }
            values.add(p.toBuilder().value(value).valueFrom(null).build());
        }
        node.outputs = node.outputs.withParameters(values);
        return null;
    }
}
