package dev.skiff.cli;

import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.runtime.Refusals;

/** The state of a run as {@code argo list} names it. */
final class Phases {
    private Phases() {}

    /** {@code Running (Suspended)} for one that waits for somebody. */
    static String of(Workflow workflow) {
        var status = workflow.status();
        WorkflowPhase phase = status == null ? null : status.phase();
        if (phase == null) {
            return WorkflowPhase.PENDING.text();
        }
        return phase == WorkflowPhase.RUNNING && isSuspended(workflow) ? phase.text() + " (Suspended)" : phase.text();
    }

    private static boolean isSuspended(Workflow workflow) {
        var status = workflow.status();
        return Boolean.TRUE.equals(workflow.spec().suspend())
                || (status != null && status.nodes().values().stream().anyMatch(Refusals::isSuspended));
    }
}
