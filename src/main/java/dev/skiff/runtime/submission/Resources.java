package dev.skiff.runtime.submission;

import dev.skiff.model.Bundle;
import dev.skiff.port.service.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Puts what manifests give and what files give together. */
public final class Resources {
    public static final Bundle NONE = new Bundle(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private Resources() {}

    /** What was made of files comes last, and so wins over a manifest's object of the same name. */
    public static Bundle of(Bundle manifests, FromFile files) {
        return new Bundle(
                List.of(),
                manifests.workflowTemplates(),
                manifests.clusterWorkflowTemplates(),
                List.of(),
                List.of(),
                together(
                        manifests.configMaps(),
                        files.configMaps(),
                        c -> c.getMetadata().getName()),
                together(
                        manifests.secrets(),
                        files.secrets(),
                        s -> s.getMetadata().getName()),
                manifests.persistentVolumeClaims(),
                List.of(),
                manifests.workflowDefaults());
    }

    private static <T> List<T> together(List<T> first, List<T> last, Function<T, String> name) {
        List<String> replaced = last.stream().map(name).toList();
        List<T> all = new ArrayList<>(
                first.stream().filter(t -> !replaced.contains(name.apply(t))).toList());
        all.addAll(last);
        return all;
    }

    /** The objects of one kind, in the order of the documents. */
    public static List<?> of(ResourceKind kind, Bundle bundle) {
        return switch (kind) {
            case WORKFLOW -> bundle.workflows();
            case WORKFLOW_TEMPLATE -> bundle.workflowTemplates();
            case CLUSTER_WORKFLOW_TEMPLATE -> bundle.clusterWorkflowTemplates();
            case CRON_WORKFLOW -> bundle.cronWorkflows();
            case WORKFLOW_EVENT_BINDING -> bundle.eventBindings();
        };
    }
}
