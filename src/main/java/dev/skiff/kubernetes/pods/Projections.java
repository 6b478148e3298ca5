package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Volumes whose files are annotations of the pod: small files without any other object, and without a program that writes them. */
final class Projections {
    private Projections() {}

    /** Its items; the volume is made when there is none of the name. */
    static ArrayNode volume(ObjectNode spec, String name, int mode) {
        ArrayNode volumes = spec.withArray("volumes");
        for (JsonNode volume : volumes) {
            if (volume.path("name").asText().equals(name) && volume.path("downwardAPI") instanceof ObjectNode made) {
                return made.withArray("items");
            }
        }
        ObjectNode volume = volumes.addObject().put("name", name);
        return volume.putObject("downwardAPI").put("defaultMode", mode).putArray("items");
    }

    /** @param mode null for the volume's own */
    static ObjectNode file(String path, String annotation, @Nullable Integer mode) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("path", path);
        item.putObject("fieldRef").put("fieldPath", "metadata.annotations['" + annotation + "']");
        if (mode != null) {
            item.put("mode", mode);
        }
        return item;
    }
}
