package dev.skiff.controller;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.spec.Loaded;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A partial workflow under every other: the engine lays its spec, its labels and annotations are laid here. */
final class Defaults {
    private Defaults() {}

    static Loaded under(Loaded loaded, Workflow defaults) {
        Bundle b = loaded.bundle();
        Bundle laid = new Bundle(
                        b.workflows().stream().map(w -> under(w, defaults)).toList(),
                        b.workflowTemplates(),
                        b.clusterWorkflowTemplates(),
                        b.cronWorkflows(),
                        b.eventBindings(),
                        b.configMaps(),
                        b.secrets(),
                        b.persistentVolumeClaims(),
                        b.other())
                .withWorkflowDefaults(defaults);
        return new Loaded(loaded.files(), laid, loaded.problems(), loaded.objects(), loaded.broken());
    }

    static Workflow under(Workflow workflow, Workflow defaults) {
        ObjectMeta own = workflow.metadata();
        ObjectMeta theirs = defaults.metadata();
        ObjectMeta metadata = new ObjectMetaBuilder(own)
                .withLabels(under(theirs.getLabels(), own.getLabels()))
                .withAnnotations(under(theirs.getAnnotations(), own.getAnnotations()))
                .build();
        return workflow.toBuilder().metadata(metadata).build();
    }

    private static Map<String, String> under(
            @Nullable Map<String, String> defaults, @Nullable Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(defaults == null ? Map.of() : defaults);
        all.putAll(own == null ? Map.of() : own);
        return all;
    }
}
