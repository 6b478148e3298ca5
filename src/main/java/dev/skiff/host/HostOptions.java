package dev.skiff.host;

import dev.skiff.pod.OutputText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the host executor works.
 *
 * @param directory everything is kept below it; made when absent, readable only by its owner
 * @param allowHostPath whether volumes of kind hostPath may be used
 * @param grace between SIGTERM and SIGKILL
 * @param maxOutputBytes limit of one output file
 * @param environment of skiff; only {@link Environment#INHERITED} reaches a step
 * @param groupLaunchers what may be used to give a step a process group of its own; the first that is there is used
 */
public record HostOptions(
        Path directory,
        boolean allowHostPath,
        Duration grace,
        int maxOutputBytes,
        Map<String, String> environment,
        List<GroupLauncher> groupLaunchers) {

    /** The kubelet's grace period, and 1 MiB for an output file. */
    public static HostOptions in(Path directory) {
        return new HostOptions(
                directory,
                false,
                Duration.ofSeconds(30),
                OutputText.USUAL_LIMIT,
                System.getenv(),
                List.of(GroupLauncher.values()));
    }

    public HostOptions {
        directory = directory.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
        groupLaunchers = List.copyOf(groupLaunchers);
    }

    public HostOptions withAllowHostPath(boolean allow) {
        return new HostOptions(directory, allow, grace, maxOutputBytes, environment, groupLaunchers);
    }

    public HostOptions withGrace(Duration period) {
        return new HostOptions(directory, allowHostPath, period, maxOutputBytes, environment, groupLaunchers);
    }

    public HostOptions withMaxOutputBytes(int limit) {
        return new HostOptions(directory, allowHostPath, grace, limit, environment, groupLaunchers);
    }

    public HostOptions withEnvironment(Map<String, String> variables) {
        return new HostOptions(directory, allowHostPath, grace, maxOutputBytes, variables, groupLaunchers);
    }

    HostOptions withGroupLaunchers(List<GroupLauncher> launchers) {
        return new HostOptions(directory, allowHostPath, grace, maxOutputBytes, environment, launchers);
    }
}
