package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where an engine may listen, likeliest first. */
final class EngineCandidates {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineCandidates() {}

    /**
     * @param host {@code unix://…}, {@code tcp://…} or {@code ssh://…}
     * @param source where it was named, or empty for a usual place
     * @param tls whether it is to be spoken to with TLS
     */
    record Candidate(String host, String source, boolean tls) {
        String shown() {
            return source.isEmpty() ? host : host + " (" + source + ")";
        }
    }

    /** {@code DOCKER_HOST} alone when it is set: whoever names an engine means that one. */
    static List<Candidate> of(Map<String, String> environment, Path home) {
        boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        String named = environment.getOrDefault("DOCKER_HOST", "").strip();
        if (!named.isEmpty()) {
            return List.of(new Candidate(named, "DOCKER_HOST", tls && named.startsWith("tcp://")));
        }
        Set<Candidate> candidates = new LinkedHashSet<>(context(environment, home));
        for (String path : usual(environment, home)) {
            boolean known = candidates.stream().anyMatch(c -> c.host().equals("unix://" + path));
            if (!known) {
                candidates.add(new Candidate("unix://" + path, "", false));
            }
        }
        return List.copyOf(candidates);
    }

    private static List<String> usual(Map<String, String> environment, Path home) {
        Set<String> paths = new LinkedHashSet<>();
        paths.add("/var/run/docker.sock");
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) {
            paths.add(runtime + "/docker.sock");
            paths.add(runtime + "/podman/podman.sock");
        }
        paths.add("/run/podman/podman.sock");
        for (String below : List.of(
                ".docker/run/docker.sock",
                ".docker/desktop/docker.sock",
                ".colima/default/docker.sock",
                ".rd/docker.sock",
                ".orbstack/run/docker.sock",
                ".local/share/containers/podman/machine/podman.sock")) {
            paths.add(home.resolve(below).toString());
        }
        return List.copyOf(paths);
    }

    /** The current context's engine, as the {@code docker} command keeps it; none for the context {@code default}. */
    private static List<Candidate> context(Map<String, String> environment, Path home) {
        String configured = environment.getOrDefault("DOCKER_CONFIG", "");
        Path directory = configured.isEmpty() ? home.resolve(".docker") : Path.of(configured);
        String current = environment.getOrDefault("DOCKER_CONTEXT", "");
        if (current.isEmpty()) {
            current = read(directory.resolve("config.json"))
                    .path("currentContext")
                    .asText("");
        }
        if (current.isEmpty() || current.equals("default")) {
            return List.of();
        }
        Path meta =
                directory.resolve("contexts/meta").resolve(Sha256.hex(current)).resolve("meta.json");
        JsonNode docker = read(meta).path("Endpoints").path("docker");
        String host = docker.path("Host").asText("");
        boolean tls = Files.isDirectory(directory.resolve("contexts/tls").resolve(Sha256.hex(current)));
        return host.isEmpty()
                ? List.of()
                : List.of(new Candidate(host, "Docker context " + current, tls && host.startsWith("tcp://")));
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode node = Files.isReadable(file) ? JSON.readTree(file.toFile()) : null;
            return node == null ? JSON.missingNode() : node;
        } catch (IOException e) {
            return JSON.missingNode(); // a file that cannot be read names no engine
        }
    }
}
