package dev.skiff.pod;

import dev.skiff.engine.Task;
import dev.skiff.model.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The downward API: the fields of the pod that a task would be on a cluster. */
public final class PodFields {

    private static final List<String> ALWAYS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "metadata.labels['…']",
            "metadata.annotations['…']",
            "spec.nodeName",
            "spec.serviceAccountName");
    private static final List<String> WITH_ADDRESS = List.of("status.podIP", "status.hostIP");

    private final Task task;
    private final Workflow workflow;
    private final String node;
    private final Optional<String> address;

    /**
     * @param node the name of the machine
     * @param address of pod and machine, when it is known before the task starts
     */
    public PodFields(Task task, Workflow workflow, String node, Optional<String> address) {
        this.task = task;
        this.workflow = workflow;
        this.node = node;
        this.address = address;
    }

    /** The paths of the fields that there are, for people. */
    String known() {
        return String.join(", ", ALWAYS) + (address.isEmpty() ? "" : ", " + String.join(", ", WITH_ADDRESS));
    }

    /** Empty for a field that is not known. */
    Optional<String> value(String path) {
        return switch (path) {
            case "metadata.name" -> Optional.of(task.id().podName());
            case "metadata.namespace" -> Optional.of(namespace());
            case "metadata.uid" -> Optional.of(uid());
            case "metadata.labels" -> Optional.of(lines(labels()));
            case "metadata.annotations" -> Optional.of(lines(annotations()));
            case "spec.nodeName" -> Optional.of(node);
            case "spec.serviceAccountName" -> Optional.of(serviceAccount());
            case "status.podIP", "status.hostIP" -> address;
            default ->
                subscript(path, "metadata.labels['", labels())
                        .or(() -> subscript(path, "metadata.annotations['", annotations()));
        };
    }

    private static Optional<String> subscript(String path, String start, Map<String, String> values) {
        if (path.startsWith(start) && path.endsWith("']") && path.length() >= start.length() + 2) {
            return Optional.of(values.getOrDefault(path.substring(start.length(), path.length() - 2), ""));
        }
        return Optional.empty();
    }

    private String namespace() {
        String namespace = workflow.metadata().getNamespace();
        return namespace == null || namespace.isEmpty() ? "default" : namespace;
    }

    private String uid() {
        String uid = workflow.metadata().getUid();
        return uid == null ? "" : uid;
    }

    private String serviceAccount() {
        String own = task.template().serviceAccountName();
        String shared = workflow.spec().serviceAccountName();
        return own != null ? own : shared != null ? shared : "default";
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        var shared = workflow.spec().podMetadata();
        if (shared != null) {
            labels.putAll(shared.labels());
        }
        var own = task.template().metadata();
        if (own != null) {
            labels.putAll(own.labels());
        }
        labels.put("workflows.argoproj.io/workflow", task.run());
        labels.put("workflows.argoproj.io/completed", "false");
        return labels;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        var shared = workflow.spec().podMetadata();
        if (shared != null) {
            annotations.putAll(shared.annotations());
        }
        var own = task.template().metadata();
        if (own != null) {
            annotations.putAll(own.annotations());
        }
        annotations.put("workflows.argoproj.io/node-id", task.nodeId());
        annotations.put("workflows.argoproj.io/node-name", task.id().nodeName());
        return annotations;
    }

    private static String lines(Map<String, String> map) {
        StringBuilder out = new StringBuilder();
        new TreeMap<>(map)
                .forEach((k, v) -> out.append(k)
                        .append("=\"")
                        .append(v.replace("\"", "\\\""))
                        .append("\"\n"));
        return out.toString().stripTrailing();
    }
}
