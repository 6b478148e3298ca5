package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.StatusCodec;

/** Objects as callers get them: with their nodes unpacked, without the API server's own bookkeeping. */
final class Shown {
    /** As much as the controller reads of one. */
    private static final int MOST_NODES = 64 * 1024 * 1024;
    /** How much larger unpacked nodes are, roughly. */
    private static final int PACKED = 12;

    private Shown() {}

    /** Changes the object in place; nodes that cannot be unpacked stay as they are, for the caller may know better. */
    static JsonNode of(JsonNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        if (object.path("status") instanceof ObjectNode status) {
            try {
                unpack(status);
            } catch (MalformedStatus e) {
                return object;
            }
        }
        return object;
    }

    /**
     * Puts nodes in place of packed nodes.
     *
     * @return whether they were packed
     * @throws MalformedStatus when they cannot be unpacked
     */
    static boolean unpack(ObjectNode status) {
        String packed = status.path("compressedNodes").asText("");
        if (packed.isEmpty() || !status.path("nodes").isEmpty()) {
            return false;
        }
        status.set("nodes", ModelMapper.strict().valueToTree(StatusCodec.unpack(packed, MOST_NODES)));
        status.remove("compressedNodes");
        return true;
    }

    /** About how many bytes its nodes add to it when they are unpacked. */
    static long packedSize(JsonNode object) {
        return (long) PACKED
                * object.path("status").path("compressedNodes").asText("").length();
    }
}
