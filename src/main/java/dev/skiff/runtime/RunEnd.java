package dev.skiff.runtime;

import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;

/**
 * How the driving of a run ended.
 *
 * @param workflow with its last status
 * @param problem empty when the run has ended by itself; else why it was cut off, a sentence for the user: the run can be resumed
 */
public record RunEnd(Workflow workflow, String problem) {

    /** Whether the workflow has succeeded. */
    public boolean succeeded() {
        var status = workflow.status();
        return problem.isEmpty() && status != null && status.phase() == WorkflowPhase.SUCCEEDED;
    }
}
