package dev.skiff.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' strategic merge patch of a pod's spec: maps are merged, lists replaced, but for those lists whose elements the API's types
 * give a merge key; the directives {@code $patch}, {@code $retainKeys}, {@code $setElementOrder/…} and
 * {@code $deleteFromPrimitiveList/…} are obeyed; null deletes.
 */
final class StrategicMerge {

    /** The patch cannot be applied; the message says where and why. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    private static final String PATCH = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

    /** Path of a list, without indices → the key by which its elements are the same; {@code patchMergeKey} in the API's types. */
    private static final Map<String, String> MERGE_KEYS = Map.ofEntries(
            Map.entry("volumes", "name"),
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("topologySpreadConstraints", "topologyKey"),
            Map.entry("schedulingGates", "name"),
            Map.entry("resourceClaims", "name"));

    /** The same of what lies in a container. */
    private static final Map<String, String> MERGE_KEYS_OF_CONTAINER = Map.of(
            "env", "name",
            "ports", "containerPort",
            "volumeMounts", "mountPath",
            "volumeDevices", "devicePath");

    private StrategicMerge() {}

    /** The spec with the patch; neither is changed. */
    static ObjectNode merge(ObjectNode spec, ObjectNode patch) throws Unfit {
        return map(spec, patch, "");
    }

    private static ObjectNode map(ObjectNode original, ObjectNode patch, String path) throws Unfit {
        switch (directive(patch, path)) {
            case "replace" -> {
                ObjectNode whole = patch.deepCopy();
                whole.remove(PATCH);
                return whole;
            }
            case "delete" -> {
                return JsonNodeFactory.instance.objectNode();
            }
            default -> {}
        }
        ObjectNode merged = original.deepCopy();
        if (patch.has(RETAIN)) {
            List<String> kept = texts(patch.get(RETAIN), at(path, RETAIN));
            merged.retain(kept);
        }
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String key = field.getKey();
            if (key.startsWith(DELETE_VALUES)) {
                deleteValues(merged, key.substring(DELETE_VALUES.length()), field.getValue(), path);
            } else if (!key.equals(PATCH) && !key.equals(RETAIN) && !key.startsWith(ORDER)) {
                value(merged, key, field.getValue(), path);
            }
        }
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getKey().startsWith(ORDER)) {
                order(merged, original, field.getKey().substring(ORDER.length()), field.getValue(), path);
            }
        }
        return merged;
    }

    private static void value(ObjectNode merged, String key, JsonNode patch, String path) throws Unfit {
        String at = at(path, key);
        if (patch.isNull()) {
            merged.remove(key);
            return;
        }
        JsonNode old = merged.get(key);
        boolean none = old == null || old.isNull();
        if (patch instanceof ObjectNode object) {
            if (!none && !old.isObject()) {
                throw mismatch(at, old, patch);
            }
            if (directive(object, at).equals("delete")) {
                merged.remove(key);
                return;
            }
            merged.set(key, map(none ? JsonNodeFactory.instance.objectNode() : (ObjectNode) old, object, at));
        } else if (patch instanceof ArrayNode array) {
            if (!none && !old.isArray()) {
                throw mismatch(at, old, patch);
            }
            merged.set(key, list(none ? JsonNodeFactory.instance.arrayNode() : (ArrayNode) old, array, at));
        } else {
            if (!none && old.isContainerNode()) {
                throw mismatch(at, old, patch);
            }
            merged.set(key, patch);
        }
    }

    private static ArrayNode list(ArrayNode original, ArrayNode patch, String path) throws Unfit {
        Optional<String> mergeKey = mergeKey(path);
        if (mergeKey.isEmpty()) {
            return patch.deepCopy();
        }
        String key = mergeKey.get();
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        boolean replace = false;
        for (JsonNode item : patch) {
            boolean onlyDirective =
                    item.size() == 1 && item.path(PATCH).asText("").equals("replace");
            replace |= onlyDirective;
            if (!onlyDirective) {
                kept.add(item);
            }
        }
        ArrayNode merged = replace ? JsonNodeFactory.instance.arrayNode() : original.deepCopy();
        for (JsonNode item : kept) {
            element(merged, item, key, path);
        }
        return merged;
    }

    private static void element(ArrayNode merged, JsonNode item, String key, String path) throws Unfit {
        if (!(item instanceof ObjectNode object) || object.path(key).isMissingNode()) {
            throw new Unfit(path + ": each element needs its " + key + ", by which it is found");
        }
        int at = index(merged, key, object.get(key));
        String inside = path + "[" + object.get(key).asText() + "]";
        if (directive(object, inside).equals("delete")) {
            if (at >= 0) {
                merged.remove(at);
            }
        } else if (at >= 0 && merged.get(at) instanceof ObjectNode old) {
            merged.set(at, map(old, object, inside));
        } else {
            merged.add(map(JsonNodeFactory.instance.objectNode(), object, inside));
        }
    }

    private static int index(ArrayNode list, String key, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).asText().equals(value.asText())) {
                return i;
            }
        }
        return -1;
    }

    private static void deleteValues(ObjectNode merged, String key, JsonNode values, String path) throws Unfit {
        List<String> unwanted = texts(values, at(path, DELETE_VALUES + key));
        if (merged.get(key) instanceof ArrayNode list) {
            ArrayNode left = JsonNodeFactory.instance.arrayNode();
            list.forEach(v -> {
                if (!unwanted.contains(v.asText())) {
                    left.add(v);
                }
            });
            merged.set(key, left);
        }
    }

    /** Elements that the patch does not name keep their place among those that were there. */
    private static void order(ObjectNode merged, ObjectNode original, String key, JsonNode wanted, String path)
            throws Unfit {
        if (!(merged.get(key) instanceof ArrayNode list)) {
            return;
        }
        if (!(wanted instanceof ArrayNode order)) {
            throw new Unfit(at(path, ORDER + key) + " must be a list");
        }
        @Nullable String mergeKey = mergeKey(at(path, key)).orElse(null);
        List<String> before = identities(original.path(key), mergeKey);
        List<String> ordered = identities(order, mergeKey);
        List<JsonNode> left = new ArrayList<>();
        ordered.forEach(id -> list.forEach(e -> {
            if (identity(e, mergeKey).equals(id)) {
                left.add(e);
            }
        }));
        List<JsonNode> right = new ArrayList<>();
        list.forEach(e -> {
            if (!ordered.contains(identity(e, mergeKey))) {
                right.add(e);
            }
        });
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size()) {
            boolean takeLeft = r == right.size()
                    || (l < left.size()
                            && before.indexOf(identity(left.get(l), mergeKey))
                                    < before.indexOf(identity(right.get(r), mergeKey)));
            sorted.add(takeLeft ? left.get(l++) : right.get(r++));
        }
        merged.set(key, sorted);
    }

    private static List<String> identities(JsonNode list, @Nullable String mergeKey) {
        List<String> identities = new ArrayList<>();
        list.forEach(e -> identities.add(identity(e, mergeKey)));
        return identities;
    }

    private static String identity(JsonNode element, @Nullable String mergeKey) {
        return mergeKey == null || !element.isObject()
                ? element.asText()
                : element.path(mergeKey).asText();
    }

    /** The last part of {@code containers[main].env} is looked up as a part of a container. */
    private static Optional<String> mergeKey(String path) {
        String own = MERGE_KEYS.get(path);
        if (own != null) {
            return Optional.of(own);
        }
        int dot = path.lastIndexOf("].");
        boolean ofContainer = dot > 0
                && path.substring(0, path.indexOf('[')).toLowerCase(Locale.ROOT).endsWith("containers");
        return ofContainer
                ? Optional.ofNullable(MERGE_KEYS_OF_CONTAINER.get(path.substring(dot + 2)))
                : Optional.empty();
    }

    private static String directive(ObjectNode patch, String path) throws Unfit {
        JsonNode directive = patch.get(PATCH);
        if (directive == null) {
            return "merge";
        }
        String text = directive.asText();
        if (!List.of("merge", "replace", "delete").contains(text)) {
            throw new Unfit(at(path, PATCH) + " is \"" + text + "\"; it may be merge, replace or delete");
        }
        return text;
    }

    private static List<String> texts(JsonNode values, String where) throws Unfit {
        if (!values.isArray()) {
            throw new Unfit(where + " must be a list");
        }
        List<String> texts = new ArrayList<>();
        values.forEach(v -> texts.add(v.asText()));
        return texts;
    }

    private static Unfit mismatch(String at, JsonNode old, JsonNode patch) {
        return new Unfit(at + " is " + kind(old) + " in the pod and " + kind(patch) + " in the patch");
    }

    private static String kind(JsonNode node) {
        return node.isObject() ? "a map" : node.isArray() ? "a list" : "a single value";
    }

    private static String at(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
