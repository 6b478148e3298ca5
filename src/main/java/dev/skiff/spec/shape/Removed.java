package dev.skiff.spec.shape;

import java.util.Map;
import java.util.Optional;

/** Fields that Argo 3 had and Argo 4 has not (CONFLICT-08), and what to write instead. */
final class Removed {

    private static final Map<String, String> INSTEAD = Map.of(
            "CronWorkflowSpec.schedule", "Argo 4 has the list 'schedules' instead",
            "WorkflowSpec.podPriority", "Argo 4 has no 'podPriority'; use 'podPriorityClassName'",
            "Synchronization.mutex", "Argo 4 has the list 'mutexes' instead",
            "Synchronization.semaphore", "Argo 4 has the list 'semaphores' instead");

    private Removed() {}

    static Optional<String> hint(String type, String field) {
        return Optional.ofNullable(INSTEAD.get(type + "." + field));
    }
}
