package dev.skiff.kubernetes.pods;

import dev.skiff.engine.Task;
import dev.skiff.model.Artifact;
import dev.skiff.model.Inputs;
import dev.skiff.model.Outputs;

/** Whether a pod has something to hand over, and the agent that does it. */
final class PodAgent {
    private PodAgent() {}

    /** Only when files have to be fetched, read or stored, or containers wait for one another. */
    static boolean isNeeded(Task task) {
        Inputs inputs = task.template().inputs();
        Outputs outputs = task.template().outputs();
        return task.template().containerSet() != null
                || task.extras().archiveLogs()
                || !task.outputFiles().isEmpty()
                || (outputs != null && !outputs.artifacts().isEmpty())
                || (inputs != null && inputs.artifacts().stream().anyMatch(PodAgent::isFetched));
    }

    private static boolean isFetched(Artifact artifact) {
        var at = artifact.location();
        return at.s3() != null
                || at.http() != null
                || at.git() != null
                || at.artifactory() != null
                || at.gcs() != null
                || at.azure() != null
                || at.oss() != null
                || at.hdfs() != null
                || at.plugin() != null;
    }
}
