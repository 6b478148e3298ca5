package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a workflow needs that Skiff or a single machine does not bring, by rules on its text. Written independently of the engine's own
 * refusals, so that the two can be held against each other.
 */
final class LanguageNeeds {
    private static final List<String> OTHER_STORES = List.of("gcs", "azure", "oss", "hdfs", "plugin");
    private static final List<String> SERVERS = List.of("s3", "http", "git", "artifactory");

    private LanguageNeeds() {}

    /** Features that Skiff refuses, sorted; empty when it does all that the workflow asks for. */
    static Set<String> of(JsonNode workflow) {
        var needs = new TreeSet<String>();
        JsonNode spec = workflow.path("spec");
        artifacts(spec.path("arguments"), needs);
        spec.path("templates").forEach(t -> template(t, needs));
        if (!workflow.findValues("database").isEmpty()) {
            needs.add("locks in a SQL database");
        }
        return needs;
    }

    /** Servers that somebody else runs: stores that the workflow itself names, and pages that it asks for. */
    static Set<String> ofServers(JsonNode workflow) {
        var needs = new TreeSet<String>();
        for (JsonNode artifacts : workflow.findValues("artifacts")) {
            for (JsonNode artifact : artifacts) {
                SERVERS.stream()
                        .filter(store -> artifact.path(store).isObject()
                                && (artifact.path(store).has("bucket") || !store.equals("s3")))
                        .forEach(store -> needs.add("a server of artifacts (" + store + ")"));
            }
        }
        return needs;
    }

    /** What only a cluster can do; empty when a single machine's container engine gives the same. */
    static Set<String> ofTheCluster(JsonNode workflow) {
        var needs = new TreeSet<String>();
        for (JsonNode template : workflow.path("spec").path("templates")) {
            if (template.has("resource")) {
                needs.add("a cluster (resource templates)");
            }
            String architecture = template.path("nodeSelector")
                    .path("beta.kubernetes.io/arch")
                    .asText("{{");
            if (!architecture.contains("{{") && !architecture.equals("amd64")) {
                needs.add("a cluster (a pod that fits no node waits there)");
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
