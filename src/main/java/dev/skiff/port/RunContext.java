package dev.skiff.port;

import dev.skiff.engine.EffectiveSpec;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;

/**
 * What an executor may know of a run beside its tasks.
 *
 * @param workflow with name and uid, and with the spec that is executed
 * @param resources ConfigMaps, Secrets and claims that volumes and environments may refer to
 */
public record RunContext(Workflow workflow, Bundle resources) {

    /**
     * Of a workflow as it was submitted. What it refers to may be missing: then the engine fails the run, and nothing of it starts.
     */
    public static RunContext of(Workflow submitted, Bundle resources) {
        try {
            return new RunContext(EffectiveSpec.of(submitted, resources), resources);
        } catch (EffectiveSpec.NotFound e) {
            return new RunContext(submitted, resources);
        }
    }

    /** The workflow's name. */
    public String run() {
        return workflow.metadata().getName();
    }
}
