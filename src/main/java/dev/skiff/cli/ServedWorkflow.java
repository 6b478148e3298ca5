package dev.skiff.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A workflow as somebody else has it, in values of the model. */
final class ServedWorkflow {
    private ServedWorkflow() {}

    /**
     * With its nodes in an order in which none comes before what it is below. Ours have them in the order in which they came to be; an API
     * server gives them by their ids.
     */
    static Workflow of(JsonNode object) {
        Workflow workflow;
        try {
            workflow = ModelMapper.lenient().treeToValue(object, Workflow.class);
        } catch (JsonProcessingException e) {
            throw new UserError("the workflow " + name(object) + " cannot be understood: " + e.getOriginalMessage()
                    + "; -o json shows it as it is");
        }
        WorkflowStatus status = workflow.status();
        return status == null || !isInDisorder(status.nodes())
                ? workflow
                : workflow.toBuilder()
                        .status(status.toBuilder()
                                .nodes(ordered(status.nodes()))
                                .build())
                        .build();
    }

    /** By their ids, as an API server gives them, or otherwise so that one comes before what it is below. */
    private static boolean isInDisorder(Map<String, NodeStatus> nodes) {
        boolean byId = true;
        String before = "";
        Set<String> seen = new HashSet<>();
        for (NodeStatus node : nodes.values()) {
            String boundary = node.boundaryID();
            if (boundary != null && nodes.containsKey(boundary) && !seen.contains(boundary)) {
                return true;
            }
            seen.add(node.id());
            byId &= node.id().compareTo(before) >= 0;
            before = node.id();
        }
        return byId;
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static String namespace(JsonNode object) {
        return object.at("/metadata/namespace").asText("");
    }

    static String phase(JsonNode object) {
        String phase = object.at("/status/phase").asText("");
        return phase.isEmpty() ? "Pending" : phase;
    }

    /** Of its creation; empty when it has none. */
    static String created(JsonNode object) {
        return object.at("/metadata/creationTimestamp").asText("");
    }

    /** Whether it goes on no longer although it has not ended: its process has died. */
    static boolean isInterrupted(JsonNode object) {
        return object.path("metadata").path("annotations").has(Labels.INTERRUPTED);
    }

    static boolean hasEnded(JsonNode object) {
        return switch (phase(object)) {
            case "Succeeded", "Failed", "Error" -> true;
            default -> false;
        };
    }

    private static Map<String, NodeStatus> ordered(Map<String, NodeStatus> nodes) {
        Map<String, NodeStatus> byName = new HashMap<>();
        nodes.values().forEach(node -> byName.put(node.name(), node));
        List<NodeStatus> byTime = nodes.values().stream()
                .sorted(Comparator.comparing(NodeStatus::startedAt, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(NodeStatus::name))
                .toList();
        Map<String, NodeStatus> ordered = new LinkedHashMap<>();
        byTime.forEach(node -> place(node, nodes, byName, ordered));
        return ordered;
    }

    private static void place(
            @Nullable NodeStatus node,
            Map<String, NodeStatus> byId,
            Map<String, NodeStatus> byName,
            Map<String, NodeStatus> ordered) {
        if (node == null || ordered.containsKey(node.id())) {
            return;
        }
        String name = node.name();
        int open = name.lastIndexOf('(');
        NodeStatus boundary = node.boundaryID() == null ? null : byId.get(node.boundaryID());
        NodeStatus base = name.endsWith(")") && open > 0 ? byName.get(name.substring(0, open)) : null;
        if (boundary != node) {
            place(boundary, byId, byName, ordered);
        }
        place(base, byId, byName, ordered);
        ordered.putIfAbsent(node.id(), node);
    }
}
