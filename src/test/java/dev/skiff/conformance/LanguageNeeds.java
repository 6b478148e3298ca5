package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a workflow uses that Skiff's first slice does not bring, by a rule on its text. Written independently of the engine's own
 * refusals, so that the two can be held against each other.
 */
final class LanguageNeeds {
    private static final Map<String, String> OF_TEMPLATE = new TreeMap<>(Map.ofEntries(
            Map.entry("suspend", "suspend templates"),
            Map.entry("http", "http templates"),
            Map.entry("data", "data templates"),
            Map.entry("containerSet", "containerSet templates"),
            Map.entry("resource", "resource templates (need a cluster)"),
            Map.entry("plugin", "plugin templates"),
            Map.entry("memoize", "memoization"),
            Map.entry("synchronization", "locks"),
            Map.entry("daemon", "daemons")));
    private static final Map<String, String> OF_SPEC = Map.of(
            "workflowTemplateRef", "workflowTemplateRef",
            "synchronization", "locks",
            "suspend", "suspending",
            "hooks", "life-cycle hooks");
    private static final Map<String, String> OF_CALL = Map.of("templateRef", "templateRef", "hooks", "life-cycle hooks");

    private LanguageNeeds() {}

    /** Names of features, sorted; empty when the workflow needs only containers, scripts, steps and DAGs with parameters. */
    static Set<String> of(JsonNode workflow) {
        var needs = new TreeSet<String>();
        JsonNode spec = workflow.path("spec");
        keys(spec, OF_SPEC, needs);
        artifacts(spec.path("arguments"), needs);
        parametersFromElsewhere(spec.path("arguments"), needs);
        spec.path("templates").forEach(t -> template(t, needs));
        return needs;
    }

    /** What only a cluster can do; empty when a single machine's container engine gives the same. */
    static Set<String> ofTheCluster(JsonNode workflow) {
        var needs = new TreeSet<String>();
        for (JsonNode template : workflow.path("spec").path("templates")) {
            String architecture = template.path("nodeSelector").path("beta.kubernetes.io/arch").asText("{{");
            if (!architecture.contains("{{") && !architecture.equals("amd64")) {
                needs.add("pods that cannot be scheduled (need a cluster)");
            }
        }
        return needs;
    }

    private static void template(JsonNode template, Set<String> needs) {
        keys(template, OF_TEMPLATE, needs);
        artifacts(template.path("inputs"), needs);
        artifacts(template.path("outputs"), needs);
        parametersFromElsewhere(template.path("inputs"), needs);
        template.path("steps").forEach(group -> group.forEach(step -> call(step, needs)));
        template.path("dag").path("tasks").forEach(task -> call(task, needs));
    }

    private static void call(JsonNode call, Set<String> needs) {
        keys(call, OF_CALL, needs);
        artifacts(call.path("arguments"), needs);
        parametersFromElsewhere(call.path("arguments"), needs);
        if (call.has("inline")) {
            template(call.path("inline"), needs);
        }
    }

    private static void keys(JsonNode object, Map<String, String> features, Set<String> needs) {
        features.forEach((key, feature) -> {
            if (object.has(key)) {
                needs.add(feature);
            }
        });
    }

    private static void artifacts(JsonNode io, Set<String> needs) {
        if (!io.path("artifacts").isEmpty()) {
            needs.add("artifacts");
        }
    }

    private static void parametersFromElsewhere(JsonNode io, Set<String> needs) {
        for (JsonNode parameter : io.path("parameters")) {
            if (parameter.path("valueFrom").has("configMapKeyRef")) {
                needs.add("parameters from ConfigMaps");
            }
        }
    }
}
