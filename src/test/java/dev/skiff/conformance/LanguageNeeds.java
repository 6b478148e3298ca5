package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a workflow uses that Skiff's first slice does not bring, by a rule on its text. Written independently of the engine's own
 * refusals, so that the two can be held against each other.
 */
final class LanguageNeeds {
    private static final List<String> OTHER_STORES = List.of("gcs", "azure", "oss", "hdfs", "plugin");

    private LanguageNeeds() {}

    /** Names of features, sorted; empty when the workflow needs only containers, scripts, steps and DAGs with parameters and artifacts. */
    static Set<String> of(JsonNode workflow) {
        var needs = new TreeSet<String>();
        JsonNode spec = workflow.path("spec");
        artifacts(spec.path("arguments"), needs);
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
            if (template.has("resource")) {
                needs.add("resource templates (need a cluster)");
            }
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
        if (template.has("plugin")) {
            needs.add("plugin templates");
        }
        artifacts(template.path("inputs"), needs);
        artifacts(template.path("outputs"), needs);
        template.path("steps").forEach(group -> group.forEach(step -> call(step, needs)));
        template.path("dag").path("tasks").forEach(task -> call(task, needs));
    }

    private static void call(JsonNode call, Set<String> needs) {
        artifacts(call.path("arguments"), needs);
        if (call.has("inline")) {
            template(call.path("inline"), needs);
        }
    }

    /** Stores that no test machine has, and that Skiff does not know. */
    private static void artifacts(JsonNode io, Set<String> needs) {
        for (JsonNode artifact : io.path("artifacts")) {
            OTHER_STORES.stream().filter(artifact::has).forEach(store -> needs.add("artifacts in " + store));
        }
    }
}
