package dev.skiff.host;

import dev.skiff.model.Artifact;
import dev.skiff.pod.ContainerProbes;
import dev.skiff.pod.MemberRetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a task does on this machine.
 *
 * @param volumes what its containers mount
 * @param directories to be made before
 * @param texts files to be written before, executable
 * @param inits run before main, one after the other
 * @param members main alone, or those of a containerSet
 * @param graph name of each member → names of those that it depends on
 * @param sidecars run beside the members and end with them
 * @param outputs output parameter name → its path as declared and its place
 * @param inputArtifacts to be put in place before
 * @param outputArtifacts to be read when main has ended
 */
record TaskPlan(
        List<VolumePlan> volumes,
        Set<Path> directories,
        Map<Path, String> texts,
        List<ProcessPlan> inits,
        List<ProcessPlan> members,
        Map<String, List<String>> graph,
        boolean isSet,
        List<ProcessPlan> sidecars,
        Map<String, OutputPlace> outputs,
        List<ArtifactPlace> inputArtifacts,
        List<ArtifactPlace> outputArtifacts) {

    /**
     * One container as a process.
     *
     * @param argv at least the command; not looked up yet
     * @param environment all of it
     * @param retry how often it is executed
     * @param probes what is asked of it while it runs
     */
    record ProcessPlan(
            String container,
            List<String> argv,
            Map<String, String> environment,
            Path workingDirectory,
            MemberRetry retry,
            ContainerProbes probes) {}

    /** The only member of a template that is no containerSet. */
    ProcessPlan main() {
        return members.getFirst();
    }

    ProcessPlan member(String name) {
        return members.stream()
                .filter(m -> m.container().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process is planned for " + name));
    }

    record OutputPlace(String declared, Path place) {}

    record ArtifactPlace(Artifact artifact, Path place) {}
}
