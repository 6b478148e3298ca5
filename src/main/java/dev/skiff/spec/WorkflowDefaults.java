package dev.skiff.spec;

import dev.skiff.model.Workflow;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partial workflow under every other, as the controller's {@code workflowDefaults} in Argo: the engine lays the spec, the labels and
 * annotations belong to the run from its submission on and are laid here.
 */
public final class WorkflowDefaults {
    private WorkflowDefaults() {}

    /** The same set, with the defaults under each of its workflows. */
    public static Loaded under(Loaded loaded, Workflow defaults) {
        return new Loaded(
                loaded.files(),
                loaded.bundle()
                        .withWorkflows(loaded.bundle().workflows().stream()
                                .map(w -> under(w, defaults))
                                .toList())
                        .withWorkflowDefaults(defaults),
                loaded.problems(),
                loaded.objects(),
                loaded.broken());
    }

    /** The workflow with the labels and annotations that it has no value of its own for. */
    public static Workflow under(Workflow workflow, Workflow defaults) {
        ObjectMeta theirs = defaults.metadata();
        if (theirs == null) {
            return workflow;
        }
        ObjectMeta own = workflow.metadata();
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
