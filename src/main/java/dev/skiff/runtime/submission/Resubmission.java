package dev.skiff.runtime.submission;

import dev.skiff.model.Workflow;
import dev.skiff.spec.ParameterOverrides;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is different when a workflow is run once more (RETRYWF-05, RETRYWF-06).
 *
 * @param parameters that get other values
 * @param priority null for the workflow's own
 */
public record Resubmission(
        Map<String, String> parameters, @Nullable Integer priority) {
    private static final String PREFIX = "workflows.argoproj.io/";
    private static final List<String> DROPPED = List.of(
            PREFIX + "creator",
            PREFIX + "creator-email",
            PREFIX + "creator-preferred-username",
            PREFIX + "phase",
            PREFIX + "completed",
            PREFIX + "workflow-archiving-status");

    /** A new workflow that can be started. */
    public Workflow of(Workflow before, Instant now, RandomGenerator random) {
        ObjectMeta old = before.metadata();
        String prefix = old.getGenerateName() == null || old.getGenerateName().isEmpty()
                ? old.getName() + "-"
                : old.getGenerateName();
        Map<String, String> labels = new LinkedHashMap<>(old.getLabels() == null ? Map.of() : old.getLabels());
        DROPPED.forEach(labels::remove);
        labels.put(PREFIX + "resubmitted-from-workflow", old.getName());
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withGenerateName(prefix)
                .withNamespace(old.getNamespace())
                .withLabels(labels)
                .withAnnotations(old.getAnnotations())
                .withOwnerReferences(old.getOwnerReferences())
                .build();
        var spec = before.spec().toBuilder().shutdown(null);
        if (priority != null) {
            spec.priority(priority);
        }
        Workflow fresh = before.toBuilder()
                .metadata(metadata)
                .spec(spec.build())
                .status(null)
                .build();
        Workflow changed = parameters.isEmpty() ? fresh : ParameterOverrides.inPlace(fresh, parameters);
        return new Submission(null, null, null, "", Map.of()).applyTo(changed, Birth.fresh(now, random));
    }
}
