package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold in any status whatever the run did: ids follow the rule, references lead somewhere, times are in order. */
final class StatusRules {
    private static final Pattern FAILED_CHILD = Pattern.compile("child '(.+)' failed");
    private static final Set<String> FINAL = Set.of("Succeeded", "Failed", "Error", "Skipped", "Omitted");

    private StatusRules() {}

    /** A line for each breach; empty when all is well. */
    static List<String> breaches(JsonNode workflow) {
        var lines = new ArrayList<String>();
        String name = workflow.path("metadata").path("name").asText();
        JsonNode status = workflow.path("status");
        JsonNode nodes = status.path("nodes");
        nodes.properties().forEach(e -> {
            JsonNode node = e.getValue();
            String nodeName = node.path("name").asText();
            String expected = NodeIdRule.idOf(name, nodeName);
            if (!e.getKey().equals(expected) || !node.path("id").asText().equals(expected)) {
                lines.add("node %s has the key %s and the id %s; the rule gives %s"
                        .formatted(nodeName, e.getKey(), node.path("id").asText(), expected));
            }
            references(nodes, node, lines);
            failedChild(nodes, node, lines);
            times(node, lines);
        });
        return lines;
    }

    private static void references(JsonNode nodes, JsonNode node, List<String> lines) {
        for (String key : List.of("children", "outboundNodes")) {
            for (JsonNode id : node.path(key)) {
                if (!nodes.has(id.asText())) {
                    lines.add("node %s: %s names %s, which is no node"
                            .formatted(node.path("name").asText(), key, id.asText()));
                }
            }
        }
        if (node.has("boundaryID") && !nodes.has(node.path("boundaryID").asText())) {
            lines.add("node %s: boundaryID names no node"
                    .formatted(node.path("name").asText()));
        }
    }

    private static void failedChild(JsonNode nodes, JsonNode node, List<String> lines) {
        Matcher m = FAILED_CHILD.matcher(node.path("message").asText());
        if (m.matches()) {
            String phase = nodes.path(m.group(1)).path("phase").asText();
            if (!phase.equals("Failed") && !phase.equals("Error")) {
                lines.add("node %s says \"%s\", and that child is %s"
                        .formatted(node.path("name").asText(), m.group(), phase.isEmpty() ? "not there" : phase));
            }
        }
    }

    private static void times(JsonNode node, List<String> lines) {
        String name = node.path("name").asText();
        String started = node.path("startedAt").asText();
        String finished = node.path("finishedAt").asText();
        boolean ended = FINAL.contains(node.path("phase").asText());
        if (started.isEmpty() || "null".equals(started)) {
            lines.add("node %s has no startedAt".formatted(name));
        }
        if (ended && (finished.isEmpty() || "null".equals(finished))) {
            lines.add("node %s has ended and has no finishedAt".formatted(name));
        }
        if (ended && finished.compareTo(started) < 0) {
            lines.add("node %s finished (%s) before it started (%s)".formatted(name, finished, started));
        }
    }
}
