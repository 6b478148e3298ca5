package dev.skiff.runtime;

import dev.skiff.model.Workflow;

/** What becomes of the volumes that were made from {@code volumeClaimTemplates}. */
final class Volumes {
    private Volumes() {}

    /** VOL-02: they go with a run that succeeded; with one that failed only if {@code volumeClaimGC} says so. */
    static boolean toBeDeleted(Workflow workflow, boolean succeeded) {
        var rule = workflow.spec().volumeClaimGC();
        return succeeded || (rule != null && "OnWorkflowCompletion".equals(rule.strategy()));
    }
}
