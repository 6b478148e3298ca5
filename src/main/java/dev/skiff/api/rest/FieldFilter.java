package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameter {@code fields}: {@code items.metadata.name,items.status.phase} keeps these with all below them, {@code -items.status.nodes}
 * keeps all but these. Lists count for nothing in a path.
 */
final class FieldFilter {
    private final boolean excludes;
    private final Set<String> fields;

    private FieldFilter(boolean excludes, Set<String> fields) {
        this.excludes = excludes;
        this.fields = fields;
    }

    /** @param text empty for everything */
    static FieldFilter of(String text) {
        boolean excludes = text.startsWith("-");
        Set<String> fields = new LinkedHashSet<>();
        for (String field : (excludes ? text.substring(1) : text).split(",", -1)) {
            if (!field.isBlank()) {
                fields.add(field.strip());
            }
        }
        return new FieldFilter(excludes, fields);
    }

    /** The same value with what is kept; what was given is left as it is. */
    JsonNode keep(JsonNode whole) {
        if (fields.isEmpty()) {
            return whole;
        }
        JsonNode copy = whole.deepCopy();
        clean("", copy);
        return copy;
    }

    private void clean(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> gone = new ArrayList<>();
            object.properties().forEach(entry -> {
                String inner = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                if (isLeftOut(inner)) {
                    gone.add(entry.getKey());
                } else if (excludes || fields.stream().anyMatch(f -> f.startsWith(inner + "."))) {
                    clean(inner, entry.getValue());
                }
            });
            object.remove(gone);
        } else if (node.isArray()) {
            node.forEach(item -> clean(path, item));
        }
    }

    private boolean isLeftOut(String path) {
        if (excludes) {
            return fields.contains(path);
        }
        return fields.stream().noneMatch(f -> f.equals(path) || f.startsWith(path + ".") || path.startsWith(f + "."));
    }
}
