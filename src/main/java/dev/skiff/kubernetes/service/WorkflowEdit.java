package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.service.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change to a Workflow object, as a merge patch that holds for the version alone from which it was made. Nodes may be packed; then they
 * are packed again.
 */
final class WorkflowEdit {
    private final ObjectNode object;
    private final boolean packed;
    private final ObjectNode patch = JsonNodeFactory.instance.objectNode();
    private final ObjectNode nodePatches = JsonNodeFactory.instance.objectNode();

    /** @param object as the API server has it; changed here */
    WorkflowEdit(ObjectNode object) {
        this.object = object;
        try {
            this.packed = object.path("status") instanceof ObjectNode status && Shown.unpack(status);
        } catch (MalformedStatus e) {
            throw unreadable(e);
        }
    }

    private ServiceException unreadable(Exception e) {
        return new ServiceException(
                ServiceException.Why.INTERNAL,
                "the nodes of workflow " + name() + " cannot be read: " + e.getMessage(),
                e);
    }

    String name() {
        return object.path("metadata").path("name").asText("");
    }

    String namespace() {
        return object.path("metadata").path("namespace").asText("");
    }

    JsonNode object() {
        return object;
    }

    JsonNode spec() {
        return object.path("spec");
    }

    JsonNode status() {
        return object.path("status");
    }

    /** Empty before anything has begun. */
    String phase() {
        return status().path("phase").asText("");
    }

    boolean isCompleted() {
        for (WorkflowPhase phase : WorkflowPhase.values()) {
            if (phase.text().equals(phase())) {
                return phase.completed();
            }
        }
        return false;
    }

    /** By id. */
    Map<String, NodeStatus> nodes() {
        if (status().path("nodes").isEmpty()
                && !status().path("offloadNodeStatusVersion").asText("").isEmpty()) {
            throw new ServiceException(
                    ServiceException.Why.NOT_IMPLEMENTED,
                    "the nodes of workflow " + name()
                            + " are in the database of another controller, which is not read");
        }
        Map<String, NodeStatus> nodes = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, JsonNode> node : status().path("nodes").properties()) {
                nodes.put(node.getKey(), ModelMapper.lenient().treeToValue(node.getValue(), NodeStatus.class));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(e);
        }
        return nodes;
    }

    /** As it is in the object. */
    JsonNode node(String id) {
        return status().path("nodes").path(id);
    }

    /** What is to change of the part: {@code metadata}, {@code spec} or {@code status}; null removes. */
    ObjectNode change(String part) {
        return patch.withObjectProperty(part);
    }

    /** What is to change of a node; null removes. */
    ObjectNode changeNode(String id) {
        return nodePatches.withObjectProperty(id);
    }

    void removeNode(String id) {
        nodePatches.putNull(id);
    }

    boolean isEmpty() {
        return patch.isEmpty() && nodePatches.isEmpty();
    }

    /** The merge patch; to be asked for once. */
    ObjectNode patch() {
        JsonNode metadata = object.path("metadata");
        change("metadata")
                .put("uid", metadata.path("uid").asText())
                .put("resourceVersion", metadata.path("resourceVersion").asText());
        if (nodePatches.isEmpty()) {
            return patch;
        }
        if (packed) {
            merge((ObjectNode) status().path("nodes"), nodePatches);
            change("status").put("compressedNodes", StatusCodec.pack(nodes()));
        } else {
            change("status").set("nodes", nodePatches);
        }
        return patch;
    }

    /** The object with the change in it, for one that has to be made anew; to be asked for instead of the patch. */
    ObjectNode applied() {
        merge(object, patch());
        return object;
    }

    /** RFC 7386. */
    static void merge(ObjectNode into, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(patch.properties())) {
            switch (field.getValue()) {
                case ObjectNode inner -> merge(into.withObjectProperty(field.getKey()), inner);
                case JsonNode value when value.isNull() -> into.remove(field.getKey());
                case JsonNode value -> into.set(field.getKey(), value);
            }
        }
    }
}
