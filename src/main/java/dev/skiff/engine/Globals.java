package dev.skiff.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.expr.Json;
import dev.skiff.expr.RandomSource;
import dev.skiff.expr.Scope;
import dev.skiff.model.Artifact;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code workflow.*} variables of one run (features.md section 5; SUBST-15 to SUBST-22). */
final class Globals {
    private static final String ARTIFACTS = "workflow.outputs.artifacts.";

    private final Map<String, Object> fixed = new LinkedHashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();
    private final Map<String, ArtifactValue> artifacts = new LinkedHashMap<>();

    /** What random functions of expressions draw from; the same again in a replay. */
    final RandomSource random;

    private @Nullable Instant startedAt;
    private String status = "";
    private @Nullable String failures;

    private Globals(String seed) {
        random = new RandomSource(seed);
    }

    /**
     * @param spec the one that is executed
     * @param parameters of the workflow, each with its value
     */
    static Globals of(Workflow workflow, WorkflowSpec spec, List<Parameter> parameters) {
        var meta = workflow.metadata();
        Globals g = new Globals(meta.getName() + " " + meta.getUid());
        g.put("name", meta.getName());
        g.put("namespace", meta.getNamespace() == null ? "default" : meta.getNamespace());
        g.put("uid", meta.getUid());
        g.put("mainEntrypoint", spec.entrypoint());
        g.put("serviceAccountName", spec.serviceAccountName() == null ? "default" : spec.serviceAccountName());
        g.put("priority", spec.priority() == null ? null : spec.priority().toString());
        for (Parameter p : parameters) {
            g.put("parameters." + p.name(), p.value());
        }
        String json = parametersJson(parameters);
        g.put("parameters", json);
        g.put("parameters.json", json);
        g.texts("labels", meta.getLabels());
        g.texts("annotations", meta.getAnnotations());
        if (meta.getAnnotations() != null) {
            g.put("scheduledTime", meta.getAnnotations().get("workflows.argoproj.io/scheduled-time"));
        }
        if (meta.getCreationTimestamp() != null) {
            g.creation(Instant.parse(meta.getCreationTimestamp()));
        }
        return g;
    }

    private void texts(String kind, @Nullable Map<String, String> map) {
        Map<String, String> values = map == null ? Map.of() : map;
        String json = Json.compact(new java.util.TreeMap<>(values));
        put(kind, json);
        put(kind + ".json", json);
        values.forEach((key, value) -> put(kind + "." + key, value));
    }

    private void creation(Instant at) {
        put("creationTimestamp", NodeVariables.rfc3339(at));
        put("creationTimestamp.RFC3339", NodeVariables.rfc3339(at));
        put("creationTimestamp.s", Long.toString(at.getEpochSecond()));
        Strftime.all(at).forEach((letter, text) -> put("creationTimestamp." + letter, text));
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            fixed.put("workflow." + name, value);
        }
    }

    void started(Instant at) {
        startedAt = at;
        status = "Running";
    }

    /** What {@code workflow.status} and {@code workflow.failures} are from now on (EXIT-02, SUBST-17). */
    void ending(String phase, String failuresJson) {
        status = phase;
        failures = failuresJson;
    }

    void output(String name, String value) {
        outputs.put(name, value);
    }

    void output(String name, Artifact artifact) {
        artifacts.put(name, new ArtifactValue(artifact));
    }

    @Nullable
    Object lookup(String name, Instant at) {
        Object value = fixed.get(name);
        if (value != null) {
            return value;
        }
        if (name.startsWith("workflow.outputs.parameters.")) {
            String output = outputs.get(name.substring("workflow.outputs.parameters.".length()));
            return output == null ? Scope.MISSING : output;
        }
        if (name.startsWith(ARTIFACTS)) {
            ArtifactValue artifact = artifacts.get(name.substring(ARTIFACTS.length()));
            return artifact == null ? Scope.MISSING : artifact;
        }
        return switch (name) {
            case "workflow.status" -> status.isEmpty() ? Scope.MISSING : status;
            case "workflow.failures" -> failures == null ? Scope.MISSING : failures;
            case "workflow.duration" -> startedAt == null ? Scope.MISSING : seconds(startedAt, at);
            default -> Scope.MISSING;
        };
    }

    /** SUBST-20: six decimals. */
    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.6f", Duration.between(from, to).toNanos() / 1e9);
    }

    void collect(Instant at, Map<String, @Nullable Object> into) {
        into.putAll(fixed);
        outputs.forEach((name, value) -> into.put("workflow.outputs.parameters." + name, value));
        artifacts.forEach((name, value) -> into.put(ARTIFACTS + name, value));
        for (String name : List.of("workflow.status", "workflow.failures", "workflow.duration")) {
            Object value = lookup(name, at);
            if (value != Scope.MISSING) {
                into.put(name, value);
            }
        }
    }

    /** SUBST-22: a list of objects, not a map; members in the order in which Argo writes them. */
    static String parametersJson(List<Parameter> parameters) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Parameter p : parameters) {
            ObjectNode one = list.addObject().put("name", p.name());
            if (p.defaultValue() != null) {
                one.put("default", p.defaultValue());
            }
            if (p.value() != null) {
                one.put("value", p.value());
            }
            if (!p.enumValues().isEmpty()) {
                p.enumValues().forEach(one.putArray("enum")::add);
            }
            if (p.description() != null) {
                one.put("description", p.description());
            }
        }
        return list.toString();
    }
}
