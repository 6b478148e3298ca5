package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of a run is written into its object, as the {@code argo} command does it: then it does not matter which controller runs it
 * (STOP-01, STOP-02, STOP-07, SUSP-05 to SUSP-08).
 */
final class Edits {
    private static final List<String> ENDS = List.of("Succeeded", "Failed", "Error", "Skipped");

    private final WorkflowEdit edit;
    private final String now;

    private Edits(WorkflowEdit edit, Instant now) {
        this.edit = edit;
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Writes the request into the edit, which stays empty when there is nothing to do.
     *
     * @throws ServiceException when the workflow is in no state for it
     */
    static void write(WorkflowEdit edit, Request request, Instant now) {
        new Edits(edit, now).write(request);
    }

    private void write(Request request) {
        switch (request) {
            case Request.Suspend s -> suspend();
            case Request.Unsuspend u -> {
                checkGoesOn();
                unsuspend();
            }
            case Request.Stop s -> shutDown("Stop");
            case Request.Terminate t -> shutDown("Terminate");
            case Request.Resume r -> resume(r.nodes());
            case Request.StopNodes s -> end(chosen(s.nodes()), NodePhase.FAILED.text(), s.message(), Map.of());
            case Request.SetNodes s -> {
                if (!s.phase().isEmpty() && !ENDS.contains(s.phase())) {
                    throw new ServiceException(
                            Why.INVALID,
                            "'" + s.phase() + "' is no phase that a node can be given: " + String.join(", ", ENDS));
                }
                end(chosen(s.nodes()), s.phase(), s.message(), s.outputs());
            }
            case Request.Retry r -> throw new IllegalArgumentException("a retry is more than an edit");
        }
    }

    private void suspend() {
        if (edit.isCompleted()) {
            throw new ServiceException(Why.CONFLICT, "cannot suspend completed workflows");
        }
        if (!edit.spec().path("suspend").asBoolean(false)) {
            edit.change("spec").put("suspend", true);
        }
    }

    private void unsuspend() {
        if (edit.spec().path("suspend").asBoolean(false)) {
            edit.change("spec").putNull("suspend");
        }
    }

    private void shutDown(String how) {
        if (edit.isCompleted()) {
            throw new ServiceException(
                    Why.CONFLICT,
                    "cannot shutdown a completed workflow: workflow: \"" + edit.name() + "\", namespace: \""
                            + edit.namespace() + "\"");
        }
        String known = edit.spec().path("shutdown").asText("");
        if (!known.equals(how) && !known.equals("Terminate")) {
            edit.change("spec").put("shutdown", how);
        }
    }

    private void checkGoesOn() {
        if (edit.isCompleted()) {
            throw new ServiceException(Why.CONFLICT, "workflow " + edit.name() + " has ended: nothing in it waits");
        }
    }

    private void resume(NodeSelector nodes) {
        checkGoesOn();
        if (nodes.isAll()) {
            unsuspend();
            end(waiting(nodes), NodePhase.SUCCEEDED.text(), "", Map.of());
        } else {
            end(chosen(nodes), NodePhase.SUCCEEDED.text(), "", Map.of());
        }
    }

    private List<NodeStatus> waiting(NodeSelector nodes) {
        return edit.nodes().values().stream()
                .filter(n -> n.type() == NodeType.SUSPEND && n.phase() == NodePhase.RUNNING)
                .filter(n -> nodes.isAll() || nodes.matches(n))
                .toList();
    }

    private List<NodeStatus> chosen(NodeSelector nodes) {
        checkGoesOn();
        List<NodeStatus> found = waiting(nodes);
        if (found.isEmpty()) {
            throw new ServiceException(
                    Why.INVALID,
                    "currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: " + nodes);
        }
        return found;
    }

    private void end(List<NodeStatus> nodes, String phase, String message, Map<String, String> outputs) {
        for (NodeStatus node : nodes) {
            ObjectNode change = edit.changeNode(node.id());
            if (!phase.isEmpty()) {
                change.put("phase", phase).put("finishedAt", now);
            }
            if (!message.isEmpty()) {
                change.put("message", message);
            }
            setOutputs(node, phase.equals(NodePhase.SUCCEEDED.text()), outputs, change);
        }
    }

    /** @param complete whether what is still missing gets its default */
    private void setOutputs(NodeStatus node, boolean complete, Map<String, String> values, ObjectNode change) {
        JsonNode known = edit.node(node.id()).path("outputs").path("parameters");
        ArrayNode parameters = change.arrayNode();
        Set<String> unknown = new LinkedHashSet<>(values.keySet());
        boolean changed = false;
        for (JsonNode parameter : known) {
            ObjectNode now = parameter.deepCopy();
            String name = parameter.path("name").asText("");
            unknown.remove(name);
            JsonNode from = parameter.path("valueFrom");
            String value = values.get(name);
            if (value != null && !from.has("supplied")) {
                throw new ServiceException(
                        Why.CONFLICT,
                        "cannot set output parameter '" + name
                                + "' because it does not use valueFrom.raw or it was already set");
            }
            if (value == null && complete && from.has("supplied")) {
                if (!from.has("default")) {
                    throw new ServiceException(
                            Why.CONFLICT,
                            "raw output parameter '" + name + "' has not been set and does not have a default value");
                }
                value = from.path("default").asText();
            }
            if (value != null) {
                now.put("value", value).remove("valueFrom");
                changed = true;
            }
            parameters.add(now);
        }
        if (!unknown.isEmpty()) {
            throw new ServiceException(
                    Why.INVALID,
                    "node is not expecting output parameter '"
                            + unknown.iterator().next() + "'");
        }
        if (changed) {
            change.putObject("outputs").set("parameters", parameters);
        }
    }
}
