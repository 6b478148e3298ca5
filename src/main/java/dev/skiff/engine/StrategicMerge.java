package dev.skiff.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One object laid over another as Argo does it with defaults (PARAM-10, PARAM-13): members one by one, lists of named things by their
 * names, the upper ones first; other lists as a whole.
 */
final class StrategicMerge {
    /** The member by which the elements of a list are known, by the name of the list. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("templates", "name"),
            Map.entry("parameters", "name"),
            Map.entry("artifacts", "name"),
            Map.entry("volumes", "name"),
            Map.entry("volumeClaimTemplates", "metadata"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("env", "name"),
            Map.entry("ports", "containerPort"),
            Map.entry("sidecars", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("containers", "name"),
            Map.entry("prometheus", "name"));

    private StrategicMerge() {}

    static ObjectNode of(ObjectNode under, ObjectNode over) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        under.properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
        over.properties().forEach(e -> merged.set(e.getKey(), member(e.getKey(), under.get(e.getKey()), e.getValue())));
        return merged;
    }

    private static JsonNode member(String name, JsonNode under, JsonNode over) {
        if (under instanceof ObjectNode below && over instanceof ObjectNode above) {
            return of(below, above);
        }
        String key = KEYS.get(name);
        return key != null && under instanceof ArrayNode below && over instanceof ArrayNode above
                ? list(below, above, key)
                : over;
    }

    private static ArrayNode list(ArrayNode under, ArrayNode over, String key) {
        Map<JsonNode, JsonNode> byKey = new LinkedHashMap<>();
        List<ArrayNode> both = List.of(over, under);
        for (ArrayNode list : both) {
            for (JsonNode element : list) {
                JsonNode above = byKey.get(element.path(key));
                byKey.put(
                        element.path(key),
                        above instanceof ObjectNode upper && element instanceof ObjectNode lower
                                ? of(lower, upper)
                                : element);
            }
        }
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        byKey.values().forEach(merged::add);
        return merged;
    }
}
