package dev.skiff.rehearsal;

import dev.skiff.model.CronWorkflow;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowTemplate;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;

/** Makes ready for play what would be submitted: always the same name, id and time. */
public final class Stage {
    /** When every rehearsal begins unless it is said otherwise. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String UID = "00000000-0000-4000-8000-000000000000";

    private Stage() {}

    /**
     * @param suffix what a {@code generateName} gets behind it
     * @return with name, uid, namespace and time of creation; not suspended from the start when it is to go on by itself
     */
    public static Workflow set(Workflow file, String suffix, Instant start, boolean goesOn) {
        ObjectMeta given = file.metadata();
        String prefix = given.getGenerateName() == null ? "" : given.getGenerateName();
        String name = given.getName() == null || given.getName().isEmpty() ? prefix + suffix : given.getName();
        ObjectMeta metadata = new ObjectMetaBuilder(given)
                .withName(name)
                .withUid(UID)
                .withNamespace(given.getNamespace() == null ? "default" : given.getNamespace())
                .withCreationTimestamp(start.toString())
                .build();
        boolean held = goesOn && Boolean.TRUE.equals(file.spec().suspend());
        return file.toBuilder()
                .metadata(metadata)
                .spec(held ? file.spec().toBuilder().suspend(null).build() : file.spec())
                .status(null)
                .build();
    }

    /** What a schedule would submit. */
    public static Workflow of(CronWorkflow cron) {
        return Workflow.builder()
                .metadata(new ObjectMetaBuilder()
                        .withName(cron.metadata().getName())
                        .build())
                .spec(cron.spec().workflowSpec())
                .build();
    }

    /** What submitting a template gives. */
    public static Workflow of(WorkflowTemplate template) {
        return Workflow.builder()
                .metadata(new ObjectMetaBuilder()
                        .withName(template.metadata().getName())
                        .build())
                .spec(template.spec())
                .build();
    }
}
