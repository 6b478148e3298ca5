package dev.skiff.port.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Which parts of a JSON value are wanted. Lists count for nothing: what holds for a list holds for each of its items. */
@FunctionalInterface
public interface Shape {
    /** All of it. */
    Shape ALL = field -> Shape.ALL;

    /** What is wanted of a field's value; null when the field is to be left out. */
    @Nullable
    Shape of(String field);

    /** What either wants. */
    static Shape union(Shape one, Shape other) {
        return one == ALL || other == ALL
                ? ALL
                : field -> {
                    Shape first = one.of(field);
                    Shape second = other.of(field);
                    return first == null ? second : second == null ? first : union(first, second);
                };
    }

    /** What both want. */
    static Shape common(Shape one, Shape other) {
        if (one == ALL || other == ALL) {
            return one == ALL ? other : one;
        }
        return field -> {
            Shape first = one.of(field);
            Shape second = first == null ? null : other.of(field);
            return first == null || second == null ? null : common(first, second);
        };
    }

    /** The same value with what is wanted of it. What was given stays as it is; what is wanted whole is shared with it. */
    static JsonNode kept(JsonNode whole, Shape shape) {
        if (shape == ALL || !whole.isContainerNode()) {
            return whole;
        }
        if (whole.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode(whole.size());
            whole.forEach(item -> items.add(kept(item, shape)));
            return items;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        whole.properties().forEach(field -> {
            Shape inner = shape.of(field.getKey());
            if (inner != null) {
                object.set(field.getKey(), kept(field.getValue(), inner));
            }
        });
        return object;
    }

    /** About how many bytes the value has as JSON. */
    static long weight(JsonNode value) {
        long sum = 2;
        if (value.isObject()) {
            for (var field : value.properties()) {
                sum += 4 + field.getKey().length() + weight(field.getValue());
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                sum += 1 + weight(item);
            }
        } else {
            sum += value.isTextual() ? value.textValue().length() : 3;
        }
        return sum;
    }
}
