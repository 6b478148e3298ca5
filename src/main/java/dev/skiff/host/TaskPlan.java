package dev.skiff.host;

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
 * @param sidecars run beside main and end with it
 * @param outputs output parameter name → its path as declared and its place
 */
record TaskPlan(
        List<VolumePlan> volumes,
        Set<Path> directories,
        Map<Path, String> texts,
        List<ProcessPlan> inits,
        ProcessPlan main,
        List<ProcessPlan> sidecars,
        Map<String, OutputPlace> outputs) {

    /**
     * One container as a process.
     *
     * @param argv at least the command; not looked up yet
     * @param environment all of it
     */
    record ProcessPlan(String container, List<String> argv, Map<String, String> environment, Path workingDirectory) {}

    record OutputPlace(String declared, Path place) {}
}
