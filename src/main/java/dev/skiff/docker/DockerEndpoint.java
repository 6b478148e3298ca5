package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An engine that answers.
 *
 * @param address where it listens
 * @param text the same for the user: {@code unix:///var/run/docker.sock}
 * @param apiVersion that both sides speak, e.g. {@code 1.41}
 * @param engine its name and version: {@code Docker 28.2.2}, {@code Podman 5.4.2}
 */
public record DockerEndpoint(SocketAddress address, String text, String apiVersion, String engine) {

    /** The newest version whose calls we use; older engines are spoken to in theirs, from 1.40 on. */
    private static final String NEWEST = "1.44";

    private static final Duration PROBE = Duration.ofSeconds(3);

    /** What came of looking for an engine. */
    public sealed interface Search {}

    public record Found(DockerEndpoint endpoint) implements Search {}

    /** @param message several lines for the user: what was tried, why each failed, what to do */
    public record NotFound(String message) implements Search {}

    /**
     * Asks, in this order, {@code DOCKER_HOST} alone if it is set, else the current Docker context and the usual sockets, and gives the
     * first that answers.
     *
     * @param environment of the process
     * @param home of the user
     */
    public static Search find(Map<String, String> environment, Path home) {
        List<String> failures = new ArrayList<>();
        for (EngineCandidates.Candidate candidate : EngineCandidates.of(environment, home)) {
            switch (probe(candidate)) {
                case Found found -> {
                    return found;
                }
                case NotFound why -> failures.add("  " + candidate.shown() + ": " + why.message());
            }
        }
        return new NotFound(
                "no container engine answers. Tried:\n" + String.join("\n", failures)
                        + "\nStart one (\"sudo systemctl start docker\", \"systemctl --user start podman.socket\", Docker Desktop), set"
                        + " DOCKER_HOST to where one listens, or run the steps as plain processes of this machine with --on host.");
    }

    private static Search probe(EngineCandidates.Candidate candidate) {
        String host = candidate.host();
        if (host.startsWith("ssh://")) {
            return new NotFound(
                    "engines behind ssh are not supported; forward the socket"
                            + " (ssh -NL /tmp/docker.sock:/var/run/docker.sock HOST) and set DOCKER_HOST=unix:///tmp/docker.sock");
        }
        SocketAddress address;
        try {
            address = address(host);
        } catch (IllegalArgumentException e) {
            return new NotFound("not an address of an engine; unix:///path and tcp://host:port are supported");
        }
        if (candidate.tls()) {
            return new NotFound("TLS to the engine (DOCKER_TLS_VERIFY) is not supported; use a forwarded Unix socket");
        }
        try (EngineHttp http = new EngineHttp(address, host, "")) {
            JsonNode version = http.json(EngineRequest.get("/version").within(PROBE));
            return negotiated(address, host, version);
        } catch (EngineException e) {
            return new NotFound("something answers, but it is not a container engine: " + e.words());
        } catch (IOException e) {
            return new NotFound(why(e, host));
        }
    }

    private static Search negotiated(SocketAddress address, String host, JsonNode version) {
        String newest = version.path("ApiVersion").asText("");
        if (!newest.matches("\\d+\\.\\d+")) {
            return new NotFound("something answers, but it is not a container engine");
        }
        String oldest = version.path("MinAPIVersion").asText("1.24");
        String spoken = compare(newest, NEWEST) < 0 ? newest : NEWEST;
        String api = compare(spoken, oldest) < 0 ? oldest : spoken;
        boolean podman = version.toString().contains("Podman Engine");
        String engine =
                (podman ? "Podman " : "Docker ") + version.path("Version").asText("");
        return new Found(new DockerEndpoint(address, host, api, engine));
    }

    /** A client for this engine. */
    EngineHttp http() {
        return new EngineHttp(address, text, "/v" + apiVersion);
    }

    private static SocketAddress address(String host) {
        if (host.startsWith("unix://")) {
            return UnixDomainSocketAddress.of(host.substring("unix://".length()));
        }
        if (!host.startsWith("tcp://") && !host.startsWith("http://")) {
            throw new IllegalArgumentException(host);
        }
        String rest = host.substring(host.indexOf("//") + 2).replaceAll("/+$", "");
        int colon = rest.lastIndexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        int port = colon < 0 ? 2375 : Integer.parseInt(rest.substring(colon + 1));
        if (name.isEmpty()) {
            throw new IllegalArgumentException(host);
        }
        return new InetSocketAddress(name, port);
    }

    private static String why(IOException failure, String host) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String words = EngineHttp.reason(cause);
        String lower = words.toLowerCase(Locale.ROOT);
        if (cause instanceof NoSuchFileException || lower.contains("no such file")) {
            return "no such file";
        }
        if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
            return "permission denied; add yourself to the group that owns the socket (\"sudo usermod -aG docker $USER\", then log in again)";
        }
        if (lower.contains("connection refused")) {
            boolean unix = host.startsWith("unix://") && Files.exists(Path.of(host.substring("unix://".length())));
            return unix ? "connection refused: the socket is there, but no engine is running" : "connection refused";
        }
        return words;
    }

    private static int compare(String a, String b) {
        int[] left = parts(a);
        int[] right = parts(b);
        return left[0] != right[0] ? Integer.compare(left[0], right[0]) : Integer.compare(left[1], right[1]);
    }

    private static int[] parts(String version) {
        int dot = version.indexOf('.');
        return new int[] {Integer.parseInt(version.substring(0, dot)), Integer.parseInt(version.substring(dot + 1))};
    }
}
