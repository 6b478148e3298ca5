package dev.skiff.docker;

import dev.skiff.pod.OutputText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * How the executor behaves.
 *
 * @param allowHostPath whether volumes of kind {@code hostPath} may be mounted
 * @param maxOutputBytes largest file that may become an output parameter
 * @param gracePeriod between SIGTERM and SIGKILL; Kubernetes' own default is 30 s
 * @param enginePatience how long an engine that does not answer is waited for before its tasks are given up
 * @param clock where instants come from
 * @param environment of this process: {@code DOCKER_HOST}, {@code DOCKER_CONFIG}, {@code XDG_RUNTIME_DIR} …
 * @param store which of the places of this user where runs are kept this process works for; what another one's runs have left is not
 *     its to delete, since they may be resumed from there
 * @param home of the user: {@code ~/.docker/config.json}
 */
public record DockerOptions(
        boolean allowHostPath,
        int maxOutputBytes,
        Duration gracePeriod,
        Duration enginePatience,
        InstantSource clock,
        Map<String, String> environment,
        Path home,
        String store) {

    public DockerOptions {
        environment = Map.copyOf(environment);
    }

    /** No host paths, outputs up to 1 MiB, 30 s of grace, 30 s of patience. */
    public static DockerOptions usual(InstantSource clock, Map<String, String> environment, Path home) {
        return new DockerOptions(
                false,
                OutputText.USUAL_LIMIT,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                clock,
                environment,
                home,
                "");
    }

    public DockerOptions allowHostPath(boolean allow) {
        return new DockerOptions(allow, maxOutputBytes, gracePeriod, enginePatience, clock, environment, home, store);
    }

    public DockerOptions maxOutputBytes(int bytes) {
        return new DockerOptions(allowHostPath, bytes, gracePeriod, enginePatience, clock, environment, home, store);
    }

    public DockerOptions gracePeriod(Duration grace) {
        return new DockerOptions(allowHostPath, maxOutputBytes, grace, enginePatience, clock, environment, home, store);
    }

    public DockerOptions enginePatience(Duration patience) {
        return new DockerOptions(allowHostPath, maxOutputBytes, gracePeriod, patience, clock, environment, home, store);
    }

    public DockerOptions store(String name) {
        return new DockerOptions(
                allowHostPath, maxOutputBytes, gracePeriod, enginePatience, clock, environment, home, name);
    }

    /** Where Docker's own configuration is: {@code $DOCKER_CONFIG} or {@code ~/.docker}. */
    Path dockerConfig() {
        String configured = environment.getOrDefault("DOCKER_CONFIG", "");
        return configured.isEmpty() ? home.resolve(".docker") : Path.of(configured);
    }
}
