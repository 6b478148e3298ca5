package dev.skiff.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A workflow's status in the form of the truth files (their README): nodes by name, ids replaced by names, the generated name and uid
 * masked, times and addresses left out. Sets (children, outbound nodes, names of artifacts) are sorted, since the truth sorts them.
 *
 * @param workflow {@code phase}, {@code message}, {@code progress}, {@code outputs}; absent where empty
 * @param nodes by node name, each with the keys of the truth
 */
record StatusShape(ObjectNode workflow, SortedMap<String, ObjectNode> nodes) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> OF_WORKFLOW = List.of("phase", "message", "progress", "outputs");
    private static final List<String> OF_NODE = List.of(
            "name",
            "displayName",
            "type",
            "phase",
            "message",
            "templateName",
            "templateRef",
            "templateScope",
            "inputs",
            "outputs",
            "nodeFlag",
            "memoizationStatus",
            "daemoned");
    private static final Pattern CHILD_ID = Pattern.compile("WF-\\d{5,10}\\b");

    /** Of a truth file. */
    static StatusShape ofTruth(JsonNode truth) {
        var nodes = new TreeMap<String, ObjectNode>();
        for (JsonNode node : truth.path("nodes")) {
            ObjectNode shape = JSON.objectNode();
            node.properties().forEach(e -> put(shape, e.getKey(), e.getValue()));
            sortSet(shape, "children");
            sortSet(shape, "outboundNodes");
            nodes.put(node.path("name").asText(), (ObjectNode) mapText(shape, StatusShape::maskChildIds));
        }
        return new StatusShape((ObjectNode) mapText(pick(truth, OF_WORKFLOW), StatusShape::maskChildIds), nodes);
    }

    /** Of a Workflow object as {@code kubectl get workflow -o json} or {@code skiff run -o json} print it. */
    static StatusShape ofWorkflow(JsonNode workflow) {
        String name = workflow.path("metadata").path("name").asText();
        String uid = workflow.path("metadata").path("uid").asText();
        UnaryOperator<String> mask = text -> {
            String masked = text.replace(name, "WF");
            return maskChildIds(uid.isEmpty() ? masked : masked.replace(uid, "UID"));
        };
        JsonNode byId = workflow.path("status").path("nodes");
        var nodes = new TreeMap<String, ObjectNode>();
        for (JsonNode node : byId) {
            ObjectNode shape = pick(node, OF_NODE);
            put(shape, "boundary", nameOf(byId, node.path("boundaryID")));
            put(shape, "children", namesOf(byId, node.path("children")));
            put(shape, "outboundNodes", namesOf(byId, node.path("outboundNodes")));
            ObjectNode masked = (ObjectNode) mapText(shape, mask);
            sortSet(masked, "children");
            sortSet(masked, "outboundNodes");
            nodes.put(masked.path("name").asText(), masked);
        }
        return new StatusShape(
                withoutArtifacts((ObjectNode) mapText(pick(workflow.path("status"), OF_WORKFLOW), mask)), nodes);
    }

    /** For a person to read and to judge: the workflow, then a line for each node by name. */
    String text() {
        var text = new StringBuilder(line(workflow)).append('\n');
        nodes.values().forEach(node -> text.append("  ").append(line(node)).append('\n'));
        return text.toString();
    }

    private static String line(ObjectNode shape) {
        var words = new ArrayList<String>();
        OF_NODE.forEach(key -> {
            if (shape.has(key) && !key.equals("displayName") && !key.equals("templateScope")) {
                boolean plain = key.equals("name") || key.equals("type") || key.equals("phase");
                words.add((plain ? "" : key + "=")
                        + (shape.get(key).isTextual() ? shape.get(key).asText() : shape.get(key)));
            }
        });
        if (shape.has("progress")) {
            words.add(shape.get("progress").asText());
        }
        return String.join("  ", words);
    }

    /** Of the workflow's own outputs the truth has the parameters only. */
    private static ObjectNode withoutArtifacts(ObjectNode workflow) {
        if (workflow.get("outputs") instanceof ObjectNode outputs) {
            outputs.remove("artifacts");
            if (outputs.isEmpty()) {
                workflow.remove("outputs");
            }
        }
        return workflow;
    }

    private static ObjectNode pick(JsonNode from, List<String> keys) {
        ObjectNode picked = JSON.objectNode();
        keys.forEach(key -> put(picked, key, from.path(key)));
        return picked;
    }

    /** Empty values are left out, as Argo's {@code omitempty} does. */
    private static void put(ObjectNode shape, String key, JsonNode value) {
        JsonNode kept = key.equals("inputs") || key.equals("outputs") ? artifactsByName(value) : value;
        boolean empty = kept.isMissingNode()
                || kept.isNull()
                || (kept.isContainerNode() && kept.isEmpty())
                || (kept.isTextual() && kept.asText().isEmpty());
        if (!empty) {
            shape.set(key, kept);
        }
    }

    /** {@code artifacts} only by name, without the archive of the logs, which is Argo's own. */
    private static JsonNode artifactsByName(JsonNode io) {
        if (!io.has("artifacts")) {
            return io;
        }
        ObjectNode copy = io.deepCopy();
        var names = new TreeSet<String>();
        for (JsonNode artifact : io.path("artifacts")) {
            String name = artifact.isTextual()
                    ? artifact.asText()
                    : artifact.path("name").asText();
            if (!name.endsWith("-logs")) {
                names.add(name);
            }
        }
        copy.remove("artifacts");
        if (!names.isEmpty()) {
            ArrayNode kept = copy.putArray("artifacts");
            names.forEach(kept::add);
        }
        return copy;
    }

    private static JsonNode nameOf(JsonNode byId, JsonNode id) {
        if (id.isMissingNode() || id.asText().isEmpty()) {
            return JSON.missingNode();
        }
        JsonNode name = byId.path(id.asText()).path("name");
        return name.isMissingNode() ? JSON.textNode("no node has the id " + id.asText()) : name;
    }

    private static JsonNode namesOf(JsonNode byId, JsonNode ids) {
        ArrayNode names = JSON.arrayNode();
        ids.forEach(id -> names.add(nameOf(byId, id)));
        return names;
    }

    private static void sortSet(ObjectNode shape, String key) {
        if (shape.get(key) instanceof ArrayNode names) {
            List<String> sorted = new ArrayList<>();
            names.forEach(n -> sorted.add(n.asText()));
            sorted.sort(null);
            ArrayNode again = shape.putArray(key);
            sorted.forEach(again::add);
        }
    }

    private static String maskChildIds(String text) {
        return CHILD_ID.matcher(text).replaceAll("WF-#");
    }

    private static JsonNode mapText(JsonNode node, UnaryOperator<String> mask) {
        if (node instanceof TextNode text) {
            return JSON.textNode(mask.apply(text.asText()));
        }
        if (node instanceof ArrayNode array) {
            ArrayNode mapped = JSON.arrayNode();
            array.forEach(element -> mapped.add(mapText(element, mask)));
            return mapped;
        }
        if (node instanceof ObjectNode object) {
            var sorted = new TreeMap<String, JsonNode>();
            object.properties().forEach(e -> sorted.put(e.getKey(), mapText(e.getValue(), mask)));
            ObjectNode mapped = JSON.objectNode();
            for (Map.Entry<String, JsonNode> e : sorted.entrySet()) {
                mapped.set(e.getKey(), e.getValue());
            }
            return mapped;
        }
        return node;
    }
}
