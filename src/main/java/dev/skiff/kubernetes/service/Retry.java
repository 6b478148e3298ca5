package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.model.Labels;
import dev.skiff.model.NodePhase;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes of a run that has ended one that goes on: what failed is forgotten, the rest stays (RETRYWF-01 to RETRYWF-04). */
final class Retry {
    private Retry() {}

    /**
     * Writes it into the edit.
     *
     * @return the nodes whose pods have to go first
     * @throws ServiceException when the run is in no state for it
     */
    static RetriedNodes write(WorkflowEdit edit, Request.Retry asked, Instant now) {
        check(edit, asked);
        String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        RetriedNodes nodes = RetriedNodes.of(edit.name(), edit.nodes(), asked);
        nodes.forgotten().forEach(edit::removeNode);
        for (Map.Entry<String, JsonNode> node : edit.status().path("nodes").properties()) {
            if (!nodes.forgotten().contains(node.getKey())) {
                keep(edit, nodes, node.getKey(), node.getValue(), at);
            }
        }
        ObjectNode labels = edit.change("metadata").putObject("labels");
        labels.putNull(Labels.COMPLETED).putNull(Labels.ARCHIVING_STATUS);
        labels.put(Labels.PHASE, WorkflowPhase.RUNNING.text());
        writeSpec(edit, asked.parameters());
        writeStatus(edit, nodes, at);
        return nodes;
    }

    private static void check(WorkflowEdit edit, Request.Retry asked) {
        switch (edit.phase()) {
            case "Failed", "Error" -> {}
            case "Succeeded" -> {
                if (!asked.restartSuccessful() || asked.nodes().isAll()) {
                    throw new ServiceException(
                            Why.CONFLICT,
                            "To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector");
                }
            }
            default -> throw new ServiceException(Why.CONFLICT, "Cannot retry a workflow in phase " + edit.phase());
        }
    }

    private static void keep(WorkflowEdit edit, RetriedNodes nodes, String id, JsonNode node, String at) {
        if (nodes.goesOn().contains(id)) {
            ObjectNode change = edit.changeNode(id);
            change.put("phase", NodePhase.RUNNING.text()).put("startedAt", at);
            for (String field : new String[] {"finishedAt", "message", "outputs", "outboundNodes"}) {
                if (node.has(field)) {
                    change.putNull(field);
                }
            }
        }
        for (String list : new String[] {"children", "outboundNodes"}) {
            boolean gone = false;
            ArrayNode rest = JsonNodeFactory.instance.arrayNode();
            for (JsonNode other : node.path(list)) {
                if (nodes.forgotten().contains(other.asText())) {
                    gone = true;
                } else {
                    rest.add(other);
                }
            }
            if (gone && (list.equals("children") || !nodes.goesOn().contains(id))) {
                edit.changeNode(id).set(list, rest.isEmpty() ? JsonNodeFactory.instance.nullNode() : rest);
            }
        }
    }

    private static void writeSpec(WorkflowEdit edit, Map<String, String> parameters) {
        ObjectNode spec = edit.change("spec").putNull("shutdown");
        JsonNode deadline = edit.spec().path("activeDeadlineSeconds");
        if (deadline.isNumber() && deadline.asLong() == 0) {
            spec.putNull("activeDeadlineSeconds");
        }
        if (!parameters.isEmpty()) {
            spec.putObject("arguments").set("parameters", replaced(edit.spec(), parameters));
        }
    }

    private static void writeStatus(WorkflowEdit edit, RetriedNodes nodes, String at) {
        ObjectNode status = edit.change("status");
        status.put("phase", WorkflowPhase.RUNNING.text()).put("startedAt", at);
        for (String field : new String[] {
            "finishedAt", "message", "persistentVolumeClaims", "outputs", "resourcesDuration", "synchronization"
        }) {
            status.putNull(field);
        }
        ArrayNode conditions = status.putArray("conditions");
        conditions.addObject().put("type", "Completed").put("status", "False");
        for (JsonNode condition : edit.status().path("conditions")) {
            String type = condition.path("type").asText("");
            if (!type.equals("Completed") && !type.equals("PodRunning")) {
                conditions.add(condition);
            }
        }
        JsonNode results = edit.status().path("taskResultsCompletionStatus");
        nodes.forgotten().stream()
                .filter(results::has)
                .forEach(id ->
                        status.withObjectProperty("taskResultsCompletionStatus").putNull(id));
    }

    /** The workflow's parameters with these values; each keeps what else is said of it. */
    static ArrayNode replaced(JsonNode spec, Map<String, String> values) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        Map<String, String> left = new LinkedHashMap<>(values);
        for (JsonNode parameter : spec.path("arguments").path("parameters")) {
            ObjectNode copy = parameter.deepCopy();
            String value = left.remove(parameter.path("name").asText(""));
            if (value != null) {
                copy.put("value", value).remove("valueFrom");
            }
            parameters.add(copy);
        }
        left.forEach((name, value) -> parameters.addObject().put("name", name).put("value", value));
        return parameters;
    }
}
