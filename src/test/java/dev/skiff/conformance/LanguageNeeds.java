package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
            Map.entry("podSpecPatch", "podSpecPatch"),
            Map.entry("daemon", "daemons")));
    private static final Map<String, String> OF_SPEC = Map.of(
            "synchronization", "locks",
            "podSpecPatch", "podSpecPatch",
            "suspend", "suspending");

    private static final List<String> OTHER_STORES = List.of("gcs", "azure", "oss", "hdfs", "plugin");

    private LanguageNeeds() {}

    /** Names of features, sorted; empty when the workflow needs only containers, scripts, steps and DAGs with parameters and artifacts. */
    static Set<String> of(JsonNode workflow) {
        var needs = new TreeSet<String>();
        JsonNode spec = workflow.path("spec");
        keys(spec, OF_SPEC, needs);
        artifacts(spec.path("arguments"), needs);
        hooks(spec.path("hooks"), needs);
        spec.path("templates").forEach(t -> template(t, needs));
        return needs;
    }

    /** What the executors must bring for it, beyond containers: to fetch and store artifacts. */
    static Set<String> ofTheExecutors(JsonNode workflow) {
        var needs = new TreeSet<String>();
        if (!workflow.findParents("artifacts").isEmpty()) {
            needs.add("artifacts");
        }
        if (workflow.findValues("archiveLogs").stream().anyMatch(JsonNode::asBoolean)) {
            needs.add("archived logs");
        }
        return needs;
    }

    /** What only a cluster can do; empty when a single machine's container engine gives the same. */
    static Set<String> ofTheCluster(JsonNode workflow) {
        var needs = new TreeSet<String>();
        for (JsonNode template : workflow.path("spec").path("templates")) {
            String architecture = template.path("nodeSelector")
                    .path("beta.kubernetes.io/arch")
                    .asText("{{");
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
        template.path("steps").forEach(group -> group.forEach(step -> call(step, needs)));
        template.path("dag").path("tasks").forEach(task -> call(task, needs));
    }

    private static void call(JsonNode call, Set<String> needs) {
        artifacts(call.path("arguments"), needs);
        hooks(call.path("hooks"), needs);
        if (call.has("inline")) {
            template(call.path("inline"), needs);
        }
    }

    /** {@code exit} without a condition is another way to write {@code onExit}. */
    private static void hooks(JsonNode hooks, Set<String> needs) {
        hooks.properties().forEach(hook -> {
            if (!hook.getKey().equals("exit") || hook.getValue().has("expression")) {
                needs.add("life-cycle hooks");
            }
        });
    }

    private static void keys(JsonNode object, Map<String, String> features, Set<String> needs) {
        features.forEach((key, feature) -> {
            if (object.has(key)) {
                needs.add(feature);
            }
        });
    }

    /** Stores that no test machine has, and that Skiff does not know. */
    private static void artifacts(JsonNode io, Set<String> needs) {
        for (JsonNode artifact : io.path("artifacts")) {
            OTHER_STORES.stream().filter(artifact::has).forEach(store -> needs.add("artifacts in " + store));
        }
    }
}
