package dev.skiff.engine;

import dev.skiff.model.ArgoObject;
import dev.skiff.model.Bundle;
import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.Template;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.model.WorkflowTemplateRef;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates that a run has begun with (NODE-21): somebody may have changed or deleted them meanwhile, and the run goes on as it was. */
public final class StoredTemplates {
    private StoredTemplates() {}

    /** The resources with what the status has stored in the place of what there is now. */
    public static Bundle over(Bundle present, Workflow workflow) {
        WorkflowStatus status = workflow.status();
        if (status == null || (status.storedTemplates().isEmpty() && status.storedWorkflowTemplateSpec() == null)) {
            return present;
        }
        Map<String, WorkflowTemplate> namespaced = new LinkedHashMap<>();
        present.workflowTemplates().forEach(t -> namespaced.putIfAbsent(Program.name(t.metadata()), t));
        Map<String, ClusterWorkflowTemplate> cluster = new LinkedHashMap<>();
        present.clusterWorkflowTemplates().forEach(t -> cluster.putIfAbsent(Program.name(t.metadata()), t));
        WorkflowTemplateRef ref = workflow.spec().workflowTemplateRef();
        WorkflowSpec whole = status.storedWorkflowTemplateSpec();
        boolean stored = ref != null && whole != null;
        if (ref != null && whole != null) {
            // who stopped or suspended the run did not do that to its template
            WorkflowSpec spec = whole.toBuilder()
                    .shutdown(null)
                    .suspend(null)
                    .workflowTemplateRef(null)
                    .build();
            put(
                    Boolean.TRUE.equals(ref.clusterScope()),
                    ref.name() == null ? "" : ref.name(),
                    spec,
                    namespaced,
                    cluster);
        }
        byResource(status.storedTemplates()).forEach((key, templates) -> {
            int slash = key.indexOf('/');
            boolean wide = key.startsWith("cluster/");
            String name = key.substring(slash + 1);
            WorkflowSpec now = spec(wide, name, namespaced, cluster);
            put(wide, name, with(now, templates), namespaced, cluster);
        });
        return present.withTemplates(List.copyOf(namespaced.values()), List.copyOf(cluster.values()))
                .withWorkflowDefaults(stored ? null : present.workflowDefaults());
    }

    /** {@code <scope>/<resource>} → its stored templates by name; those written in place are part of their callers. */
    private static Map<String, Map<String, Template>> byResource(Map<String, Template> stored) {
        Map<String, Map<String, Template>> all = new LinkedHashMap<>();
        stored.forEach((key, template) -> {
            String[] parts = key.split("/", -1);
            if (parts.length == 3 && (parts[0].equals("namespaced") || parts[0].equals("cluster"))) {
                all.computeIfAbsent(parts[0] + "/" + parts[1], k -> new LinkedHashMap<>())
                        .put(parts[2], template.toBuilder().name(parts[2]).build());
            }
        });
        return all;
    }

    private static @Nullable WorkflowSpec spec(
            boolean wide,
            String name,
            Map<String, WorkflowTemplate> namespaced,
            Map<String, ClusterWorkflowTemplate> cluster) {
        if (wide) {
            ClusterWorkflowTemplate t = cluster.get(name);
            return t == null ? null : t.spec();
        }
        WorkflowTemplate t = namespaced.get(name);
        return t == null ? null : t.spec();
    }

    private static WorkflowSpec with(@Nullable WorkflowSpec now, Map<String, Template> stored) {
        List<Template> templates = new ArrayList<>(stored.values());
        if (now != null) {
            now.templates().stream().filter(t -> !stored.containsKey(t.name())).forEach(templates::add);
        }
        return (now == null ? WorkflowSpec.builder() : now.toBuilder())
                .templates(templates)
                .build();
    }

    private static void put(
            boolean wide,
            String name,
            WorkflowSpec spec,
            Map<String, WorkflowTemplate> namespaced,
            Map<String, ClusterWorkflowTemplate> cluster) {
        var metadata = new ObjectMetaBuilder().withName(name).build();
        if (wide) {
            cluster.put(
                    name,
                    new ClusterWorkflowTemplate(ArgoObject.API_VERSION, "ClusterWorkflowTemplate", metadata, spec));
        } else {
            namespaced.put(name, new WorkflowTemplate(ArgoObject.API_VERSION, "WorkflowTemplate", metadata, spec));
        }
    }
}
