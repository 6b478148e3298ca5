package dev.skiff.docker;

import dev.skiff.engine.Task;
import dev.skiff.model.Template;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the parts of one task's plan share: where values come from, and where problems go. All problems are reported at once. */
final class PodScope {

    private final Task task;
    private final RunContext run;
    private final DockerOptions options;
    private final EngineFacts facts;
    private final Set<String> newVolumes;
    private final List<String> problems = new ArrayList<>();

    /** @param newVolumes names of claims' volumes that no container has used yet */
    PodScope(Task task, RunContext run, DockerOptions options, EngineFacts facts, Set<String> newVolumes) {
        this.newVolumes = Set.copyOf(newVolumes);
        this.task = task;
        this.run = run;
        this.options = options;
        this.facts = facts;
    }

    Task task() {
        return task;
    }

    Template template() {
        return task.template();
    }

    WorkflowSpec spec() {
        return run.workflow().spec();
    }

    RunContext run() {
        return run;
    }

    DockerOptions options() {
        return options;
    }

    EngineFacts facts() {
        return facts;
    }

    String uid() {
        String uid = run.workflow().metadata().getUid();
        return uid == null ? "" : uid;
    }

    boolean isNew(String volume) {
        return newVolumes.contains(volume);
    }

    void problem(String text) {
        problems.add(text);
    }

    List<String> problems() {
        return problems;
    }

    @Nullable
    ConfigMap configMap(@Nullable String name) {
        return run.resources().configMaps().stream()
                .filter(c -> c.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Nullable
    Secret secret(@Nullable String name) {
        return run.resources().secrets().stream()
                .filter(s -> s.getMetadata().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Key → content, sorted by key. */
    static Map<String, byte[]> contents(ConfigMap map) {
        Map<String, byte[]> contents = new TreeMap<>();
        if (map.getBinaryData() != null) {
            map.getBinaryData()
                    .forEach((k, v) -> contents.put(k, Base64.getMimeDecoder().decode(v)));
        }
        if (map.getData() != null) {
            map.getData().forEach((k, v) -> contents.put(k, v.getBytes(StandardCharsets.UTF_8)));
        }
        return contents;
    }

    /** Key → content, sorted by key; {@code stringData} wins over {@code data}, as in the API server. */
    static Map<String, byte[]> contents(Secret secret) {
        Map<String, byte[]> contents = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((k, v) -> contents.put(k, Base64.getMimeDecoder().decode(v)));
        }
        if (secret.getStringData() != null) {
            secret.getStringData().forEach((k, v) -> contents.put(k, v.getBytes(StandardCharsets.UTF_8)));
        }
        return contents;
    }

    /** The value of a downward API field, or null with a problem. */
    @Nullable
    String field(@Nullable String path, String where) {
        String wanted = path == null ? "" : path;
        String value =
                switch (wanted) {
                    case "metadata.name" -> task.id().podName();
                    case "metadata.namespace" -> namespace();
                    case "metadata.uid" -> uid();
                    case "metadata.labels" -> lines(labels());
                    case "metadata.annotations" -> lines(annotations());
                    case "spec.nodeName" -> facts.host();
                    case "spec.serviceAccountName" -> serviceAccount();
                    default -> subscript(wanted);
                };
        if (value == null) {
            problem(
                    where + ": the field \"" + wanted
                            + "\" is not known on Docker; known are metadata.name, metadata.namespace,"
                            + " metadata.uid, metadata.labels['…'], metadata.annotations['…'], spec.nodeName, spec.serviceAccountName");
        }
        return value;
    }

    private @Nullable String subscript(String path) {
        for (boolean labels : new boolean[] {true, false}) {
            String start = labels ? "metadata.labels['" : "metadata.annotations['";
            if (path.startsWith(start) && path.endsWith("']") && path.length() >= start.length() + 2) {
                String key = path.substring(start.length(), path.length() - 2);
                return (labels ? labels() : annotations()).getOrDefault(key, "");
            }
        }
        return null;
    }

    private String namespace() {
        String namespace = run.workflow().metadata().getNamespace();
        return namespace == null || namespace.isEmpty() ? "default" : namespace;
    }

    private String serviceAccount() {
        String own = template().serviceAccountName();
        String shared = spec().serviceAccountName();
        return own != null ? own : shared != null ? shared : "default";
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        var shared = spec().podMetadata();
        if (shared != null) {
            labels.putAll(shared.labels());
        }
        var own = template().metadata();
        if (own != null) {
            labels.putAll(own.labels());
        }
        labels.put("workflows.argoproj.io/workflow", task.run());
        labels.put("workflows.argoproj.io/completed", "false");
        return labels;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        var shared = spec().podMetadata();
        if (shared != null) {
            annotations.putAll(shared.annotations());
        }
        var own = template().metadata();
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
