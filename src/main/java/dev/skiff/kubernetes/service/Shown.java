package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.Shape;

/** Objects as callers get them: with their nodes unpacked, without the API server's own bookkeeping. */
final class Shown {
    /** As much as the controller reads of one. */
    private static final int MOST_NODES = 64 * 1024 * 1024;

    private static final Shape PACKED = Projection.of("status.compressedNodes").shape();
    private static final Shape NOT_PACKED =
            Projection.of("-status.compressedNodes").shape();
    private static final Shape NOT_MANAGED =
            Projection.of("-metadata.managedFields").shape();
    /** What lists and watches are chosen and continued by. */
    private static final Shape NEEDED = Projection.of("apiVersion,kind,metadata.name,metadata.namespace,metadata.uid,"
                    + "metadata.creationTimestamp,metadata.resourceVersion,metadata.labels,status.phase,status.finishedAt,"
                    + String.join(",", Choice.FIELDS))
            .shape();

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

    /**
     * What is to be read of an object so that it can be judged and shown: nothing that is large and that nobody wants.
     *
     * @param shown what is wanted of it
     */
    static Shape read(Projection shown) {
        Shape wanted = Shape.union(shown.shape(), NEEDED);
        Shape status = wanted.of("status");
        boolean nodes = status != null && status.of("nodes") != null;
        return Shape.common(nodes ? Shape.union(wanted, PACKED) : Shape.common(wanted, NOT_PACKED), NOT_MANAGED);
    }
}
