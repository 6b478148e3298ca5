package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The part of gjson's paths that the key of a label selector can hold: names and indices with dots between. */
final class GjsonPath {
    private GjsonPath() {}

    /** The value as gjson prints it: null is the empty text, objects and lists are JSON. Null when nothing is there. */
    static @Nullable String value(JsonNode object, String path) {
        JsonNode at = object;
        for (String name : path.split("\\.", -1)) {
            at = at.isArray() && name.matches("\\d{1,9}") ? at.path(Integer.parseInt(name)) : at.path(name);
            if (at.isMissingNode()) {
                return null;
            }
        }
        return at.isNull() ? "" : at.isValueNode() ? at.asText() : at.toString();
    }
}
