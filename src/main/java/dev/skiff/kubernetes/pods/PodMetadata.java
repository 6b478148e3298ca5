package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Metadata;
import dev.skiff.pod.ArgoPod;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Name, labels, annotations and owner of a pod. */
final class PodMetadata {
    /** Of the API server: keys and values together. */
    private static final int ANNOTATIONS_LIMIT = 256 << 10;

    private final PodPlan.Scope scope;
    private final Map<String, String> annotations = new LinkedHashMap<>();

    PodMetadata(PodPlan.Scope scope) {
        this.scope = scope;
    }

    void annotate(String key, String value) {
        annotations.put(key, value);
    }

    /** @param containers names of those that the template is about */
    ObjectNode tree(Collection<String> containers, Consumer<String> problems) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        var task = scope.task();
        metadata.put("name", task.id().podName()).put("namespace", scope.namespace());
        var spec = scope.run().workflow().spec();
        Map<String, String> labels = new LinkedHashMap<>(scope.settings().labels());
        Map<String, String> all = new LinkedHashMap<>();
        add(spec.podMetadata(), labels, all);
        add(task.template().metadata(), labels, all);
        labels.put(PodMarks.WORKFLOW, task.run());
        labels.put(PodMarks.COMPLETED, "false");
        if (!scope.settings().instanceId().isEmpty()) {
            labels.put(PodMarks.INSTANCE, scope.settings().instanceId());
        }
        if (task.extras().exit()) {
            labels.put(PodMarks.ON_EXIT, "true");
        }
        all.put(PodMarks.NODE_ID, task.nodeId());
        all.put(PodMarks.NODE_NAME, task.id().nodeName());
        all.putIfAbsent(
                PodMarks.DEFAULT_CONTAINER,
                containers.contains(ArgoPod.MAIN)
                        ? ArgoPod.MAIN
                        : containers.iterator().next());
        all.putAll(annotations);
        refuseExcess(all, problems);
        metadata.set("labels", PodPlan.texts(labels));
        metadata.set("annotations", PodPlan.texts(all));
        scope.settings()
                .owner()
                .apply(scope.run())
                .ifPresent(owner -> metadata.putArray("ownerReferences").add(PodPlan.tree(owner)));
        return metadata;
    }

    private static void add(@Nullable Metadata from, Map<String, String> labels, Map<String, String> annotations) {
        if (from != null) {
            labels.putAll(from.labels());
            annotations.putAll(from.annotations());
        }
    }

    private void refuseExcess(Map<String, String> all, Consumer<String> problems) {
        long size = all.entrySet().stream()
                .mapToLong(e -> bytes(e.getKey()) + bytes(e.getValue()))
                .sum();
        if (size <= ANNOTATIONS_LIMIT) {
            return;
        }
        long ours = annotations.values().stream().mapToLong(PodMetadata::bytes).sum();
        problems.accept("the script and the raw input artifacts of this step have " + ours
                + " bytes, the annotations of its pod " + size + " in all; a pod may have " + ANNOTATIONS_LIMIT
                + ": put what is large into a ConfigMap, an artifact or the image");
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
