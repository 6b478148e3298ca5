package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Labels;
import dev.skiff.model.Names;
import dev.skiff.model.NodeFlag;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A new workflow of the same spec (RETRYWF-05), which may remember what the old one has done (RETRYWF-06). */
final class Resubmission {
    /** What the old one has become; {@code creator} with all that begins so. */
    private static final Set<String> OWN_LABELS =
            Set.of(Labels.PHASE, Labels.COMPLETED, Labels.ARCHIVING_STATUS, Labels.RESUBMITTED_FROM);

    private Resubmission() {}

    static ObjectNode of(JsonNode object, Map<String, String> parameters) {
        JsonNode metadata = object.path("metadata");
        String name = metadata.path("name").asText("");
        ObjectNode again = JsonNodeFactory.instance.objectNode();
        again.put("apiVersion", ArgoObject.API_VERSION).put("kind", ResourceKind.WORKFLOW.kind());
        ObjectNode own = again.putObject("metadata");
        String generated = metadata.path("generateName").asText("");
        own.put("generateName", generated.isEmpty() ? name + "-" : generated);
        own.set("namespace", metadata.path("namespace"));
        ObjectNode labels = own.putObject("labels");
        metadata.path("labels").properties().forEach(label -> {
            if (!OWN_LABELS.contains(label.getKey()) && !label.getKey().startsWith(Labels.CREATOR)) {
                labels.set(label.getKey(), label.getValue());
            }
        });
        labels.put(Labels.RESUBMITTED_FROM, name);
        for (String field : new String[] {"annotations", "ownerReferences"}) {
            if (metadata.has(field)) {
                own.set(field, metadata.path(field).deepCopy());
            }
        }
        ObjectNode spec = object.path("spec") instanceof ObjectNode known ? known.deepCopy() : own.objectNode();
        again.set("spec", spec);
        spec.remove("shutdown");
        if (spec.path("activeDeadlineSeconds").asLong(-1) == 0) {
            spec.remove("activeDeadlineSeconds");
        }
        if (!parameters.isEmpty()) {
            ArrayNode values = Retry.replaced(spec, parameters);
            spec.withObjectProperty("arguments").set("parameters", values);
        }
        return again;
    }

    /** The same with the results of the steps that succeeded, which are not run again. @throws ServiceException when there is no such end */
    static ObjectNode memoized(WorkflowEdit original, Map<String, String> parameters, Instant now) {
        if (!original.phase().equals("Failed") && !original.phase().equals("Error")) {
            throw new ServiceException(
                    ServiceException.Why.CONFLICT, "workflow must be Failed/Error to resubmit in memoized mode");
        }
        ObjectNode again = of(original.object(), parameters);
        ObjectNode metadata = again.withObjectProperty("metadata");
        String name = Names.generated(metadata.path("generateName").asText(), RandomGenerator.getDefault());
        metadata.remove("generateName");
        metadata.put("name", name);
        String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode nodes = again.putObject("status").putObject("nodes");
        original.nodes().values().forEach(node -> {
            if (isRemembered(original.name(), node)) {
                remember(original, node, name, at, nodes);
            }
        });
        return again;
    }

    private static boolean isRemembered(String was, NodeStatus node) {
        NodeFlag flag = node.nodeFlag();
        boolean leaf =
                switch (node.type()) {
                    case POD, HTTP, PLUGIN, SUSPEND -> true;
                    case CONTAINER, STEPS, STEP_GROUP, DAG, TASK_GROUP, RETRY, SKIPPED -> false;
                };
        boolean before = node.phase() == NodePhase.SKIPPED && node.outputs() != null && node.type() == NodeType.POD;
        return leaf
                && (node.phase() == NodePhase.SUCCEEDED || before)
                && node.name().startsWith(was)
                && !node.name().startsWith(was + ".onExit")
                && (flag == null || !Boolean.TRUE.equals(flag.hooked()));
    }

    private static void remember(WorkflowEdit original, NodeStatus node, String workflow, String at, ObjectNode nodes) {
        String name = workflow + node.name().substring(original.name().length());
        String id = Names.nodeId(workflow, name);
        ObjectNode copy = original.node(node.id()).deepCopy();
        copy.put("id", id).put("name", name).put("phase", NodePhase.SKIPPED.text());
        copy.put("message", "original pod: " + node.id()).put("startedAt", at).put("finishedAt", at);
        if (name.equals(workflow)) {
            copy.put("displayName", workflow);
        }
        for (String field : new String[] {"boundaryID", "children", "outboundNodes", "hostNodeName", "podIP"}) {
            copy.remove(field);
        }
        nodes.set(id, copy);
    }
}
