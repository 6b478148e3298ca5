package dev.skiff.port;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;

/**
 * What an executor may know of a run beside its tasks.
 *
 * @param workflow with name and uid
 * @param resources ConfigMaps, Secrets and claims that volumes and environments may refer to
 */
public record RunContext(Workflow workflow, Bundle resources) {

    /** The workflow's name. */
    public String run() {
        return workflow.metadata().getName();
    }
}
