package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Labels;
import dev.skiff.model.Names;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.PodNameVersion;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which step a pod is of. */
final class StepNames {
    private static final Projection WANTED = Projection.of("metadata,status.nodes");

    private final Served served;
    private final String workflow;
    private final Map<String, String> byPod = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();

    StepNames(Served served, String workflow) {
        this.served = served;
        this.workflow = workflow;
    }

    /** @param pod or {@code POD/CONTAINER}. @return the step likewise, or what is given when nobody knows it */
    String of(String pod) {
        int slash = pod.indexOf('/');
        String name = slash < 0 ? pod : pod.substring(0, slash);
        String step = byPod.get(name);
        if (step == null && unknown.add(name)) {
            // it has begun since
            learn();
            step = byPod.get(name);
        }
        return step == null ? pod : step + (slash < 0 ? "" : pod.substring(slash));
    }

    private void learn() {
        try {
            JsonNode found = served.session().get(ResourceKind.WORKFLOW, served.namespace(), workflow, WANTED);
            for (JsonNode node : found.at("/status/nodes")) {
                String name = node.path("name").asText();
                String label = label(name);
                String template = node.has("templateRef")
                        ? node.path("templateRef").path("template").asText("")
                        : node.path("templateName").asText("");
                byPod.put(node.path("id").asText(), label);
                byPod.put(Names.podName(workflow, template, name, version(found)), label);
            }
        } catch (ServiceException e) {
            // it is gone: the lines that are left are printed all the same
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The path below the workflow: the display names of steps in two loops may be the same. */
    private String label(String name) {
        return name.startsWith(workflow + "[") || name.startsWith(workflow + ".")
                ? name.substring(workflow.length()).replaceFirst("^\\.", "").replaceFirst("^\\[\\d+]\\.", "")
                : name;
    }

    static List<NodeStatus> nodes(JsonNode workflow) {
        var status = ServedWorkflow.of(workflow).status();
        return status == null ? List.of() : List.copyOf(status.nodes().values());
    }

    /** The pods of the nodes of this id, name or display name. */
    static Set<String> pods(JsonNode workflow, List<NodeStatus> nodes, String wanted) {
        Set<String> pods = new LinkedHashSet<>();
        for (NodeStatus node : nodes) {
            boolean meant = wanted.equals(node.id()) || wanted.equals(node.name()) || wanted.equals(node.displayName());
            if (meant && node.type() == NodeType.POD) {
                pods.add(pod(workflow, node));
            }
        }
        return pods;
    }

    private static String pod(JsonNode workflow, NodeStatus node) {
        return Names.podName(ServedWorkflow.name(workflow), template(node), node.name(), version(workflow));
    }

    private static PodNameVersion version(JsonNode workflow) {
        String annotation = workflow.path("metadata")
                .path("annotations")
                .path(Labels.POD_NAME_FORMAT)
                .asText("");
        return annotation.equals("v1") ? PodNameVersion.V1 : PodNameVersion.V2;
    }

    private static String template(NodeStatus node) {
        var reference = node.templateRef();
        String template = reference == null ? node.templateName() : reference.template();
        return Objects.requireNonNullElse(template, "");
    }
}
