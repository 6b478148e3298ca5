package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two shapes, a line each, for a person to read. */
final class ShapeDiff {
    /** What the workflow's text alone decides about a node, however the dice fall. */
    private static final Set<String> FIXED_BY_THE_TEXT =
            Set.of("name", "displayName", "templateName", "templateScope", "boundary");

    private ShapeDiff() {}

    /** Empty when they are the same. */
    static List<String> between(StatusShape argo, StatusShape skiff) {
        var lines = new ArrayList<String>();
        compare("workflow", argo.workflow(), skiff.workflow(), keysOf(argo.workflow(), skiff.workflow()), lines);
        for (String name : namesOf(argo, skiff)) {
            ObjectNode theirs = argo.nodes().get(name);
            ObjectNode ours = skiff.nodes().get(name);
            if (theirs == null || ours == null) {
                lines.add("node %s: %s %s"
                        .formatted(
                                name,
                                ours == null ? "is missing here; Argo has" : "is not in Argo's tree; here it is",
                                summary(Objects.requireNonNull(ours == null ? theirs : ours))));
            } else {
                compare("node " + name, theirs, ours, keysOf(theirs, ours), lines);
            }
        }
        return lines;
    }

    /** For runs with random choices: the nodes that both have must agree in what the text alone decides, and the roots must be of one type. */
    static List<String> betweenStructures(StatusShape argo, StatusShape skiff) {
        var lines = new ArrayList<String>();
        var shared = new TreeSet<>(argo.nodes().keySet());
        shared.retainAll(skiff.nodes().keySet());
        if (!shared.contains("WF")) {
            lines.add("the root node is missing");
            return lines;
        }
        compare(
                "root",
                argo.nodes().get("WF"),
                skiff.nodes().get("WF"),
                new TreeSet<>(Set.of("type", "templateName")),
                lines);
        for (String name : shared) {
            compare(
                    "node " + name,
                    argo.nodes().get(name),
                    skiff.nodes().get(name),
                    new TreeSet<>(FIXED_BY_THE_TEXT),
                    lines);
        }
        return lines;
    }

    private static void compare(String where, ObjectNode argo, ObjectNode skiff, Set<String> keys, List<String> lines) {
        for (String key : keys) {
            JsonNode theirs = argo.get(key);
            JsonNode ours = skiff.get(key);
            if (!Objects.equals(theirs, ours)) {
                lines.add("%s: %s\n    Argo:  %s\n    Skiff: %s".formatted(where, key, text(theirs), text(ours)));
            }
        }
    }

    private static Set<String> keysOf(ObjectNode a, ObjectNode b) {
        var keys = new TreeSet<String>();
        a.fieldNames().forEachRemaining(keys::add);
        b.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static Set<String> namesOf(StatusShape a, StatusShape b) {
        var names = new TreeSet<>(a.nodes().keySet());
        names.addAll(b.nodes().keySet());
        return names;
    }

    private static String summary(ObjectNode node) {
        return "%s %s%s"
                .formatted(
                        node.path("type").asText(),
                        node.path("phase").asText(),
                        node.has("message") ? ": " + node.path("message").asText() : "");
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "(nothing)" : value.toString();
    }
}
