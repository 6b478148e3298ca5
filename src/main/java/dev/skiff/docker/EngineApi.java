package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of the Engine API (1.40 to 1.44, as Docker and Podman both have them) that running tasks needs. */
final class EngineApi implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ENDLESS = Duration.ZERO;
    private static final Duration LARGE = Duration.ofHours(1);

    private final EngineHttp http;

    EngineApi(EngineHttp http) {
        this.http = http;
    }

    /** The engine's address as the user knows it. */
    String shown() {
        return http.shown();
    }

    JsonNode info() throws IOException {
        return http.json(EngineRequest.get("/info"));
    }

    /** The new container's id. 404: no such image; 409: the name is taken. */
    String createContainer(String name, ObjectNode body) throws IOException {
        return http.json(EngineRequest.post("/containers/create?name=" + text(name))
                        .json(body.toString()))
                .path("Id")
                .asText();
    }

    /** Does nothing if it runs already. */
    void start(String container) throws IOException {
        http.call(EngineRequest.post("/containers/" + text(container) + "/start"));
    }

    /** Output from now on, in frames. */
    EngineHttp.Stream attach(String container) throws IOException {
        return http.open(EngineRequest.post("/containers/" + text(container) + "/attach?stream=1&stdout=1&stderr=1")
                .header("Connection", "Upgrade")
                .header("Upgrade", "tcp"));
    }

    /** Output from the beginning to the container's end, in frames. */
    EngineHttp.Stream logs(String container) throws IOException {
        return http.open(
                EngineRequest.get("/containers/" + text(container) + "/logs?follow=1&stdout=1&stderr=1&tail=all"));
    }

    /**
     * The answer's body comes when the container has ended.
     *
     * @param condition {@code next-exit} before a start, {@code not-running} afterwards
     */
    EngineHttp.Stream await(String container, String condition) throws IOException {
        return http.open(EngineRequest.post("/containers/" + text(container) + "/wait?condition=" + condition)
                .within(condition.equals("not-running") ? ENDLESS : Duration.ofMinutes(1)));
    }

    /** SIGTERM (or the image's stop signal), and SIGKILL after {@code grace}; returns when the container has ended. */
    void stop(String container, Duration grace) throws IOException {
        http.call(EngineRequest.post("/containers/" + text(container) + "/stop?t=" + grace.toSeconds())
                .within(grace.plusMinutes(1)));
    }

    JsonNode inspect(String container) throws IOException {
        return http.json(EngineRequest.get("/containers/" + text(container) + "/json"));
    }

    /** Runs a command in a container that runs; gives the id by which its end can be asked. */
    String exec(String container, List<String> command) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        command.forEach(body.putArray("Cmd")::add);
        String id = http.json(EngineRequest.post("/containers/" + text(container) + "/exec")
                        .json(body.toString()))
                .path("Id")
                .asText();
        http.call(EngineRequest.post("/exec/" + text(id) + "/start").json("{\"Detach\":true}"));
        return id;
    }

    JsonNode inspectExec(String id) throws IOException {
        return http.json(EngineRequest.get("/exec/" + text(id) + "/json"));
    }

    /** All containers, running or not, that carry the labels; a label without a value matches every value. */
    JsonNode containers(Map<String, String> labels) throws IOException {
        return http.json(EngineRequest.get("/containers/json?all=1&filters=" + text(filter(labels))));
    }

    /** Kills it if it runs; done when it does not exist. */
    void removeContainer(String container) throws IOException {
        remove("/containers/" + text(container) + "?force=1&v=1");
    }

    /** Unpacks {@code tar} in a container that need not run. */
    void putArchive(String container, String directory, byte[] tar) throws IOException {
        http.call(new EngineRequest(
                        "PUT",
                        "/containers/" + text(container) + "/archive?path=" + text(directory),
                        Map.of(),
                        tar,
                        Duration.ofMinutes(5))
                .header("Content-Type", "application/x-tar"));
    }

    /** Unpacks the tar that {@code tar} writes, however large, in a container that need not run. */
    void putArchive(String container, String directory, EngineConnection.Upload tar) throws IOException {
        http.upload(
                new EngineRequest(
                                "PUT",
                                "/containers/" + text(container) + "/archive?path=" + text(directory),
                                Map.of(),
                                new byte[0],
                                LARGE)
                        .header("Content-Type", "application/x-tar"),
                tar);
    }

    /** A tar of what is at the path, empty when there is nothing; the header {@code x-docker-container-path-stat} says what it is. */
    Optional<EngineHttp.Stream> archive(String container, String path) throws IOException {
        try {
            return Optional.of(
                    http.open(EngineRequest.get("/containers/" + text(container) + "/archive?path=" + text(path))));
        } catch (EngineException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * A JSON object for each step of the pull, until it is done.
     *
     * @param auth value of {@code X-Registry-Auth}, or empty
     */
    EngineHttp.Stream pull(ImageName image, String auth) throws IOException {
        EngineRequest request = EngineRequest.post(
                        "/images/create?fromImage=" + text(image.repository()) + "&tag=" + text(image.version()))
                .within(Duration.ofMinutes(5));
        return http.open(auth.isEmpty() ? request : request.header("X-Registry-Auth", auth));
    }

    /** Empty when the engine does not have it. */
    Optional<JsonNode> inspectImage(String image) throws IOException {
        try {
            return Optional.of(http.json(EngineRequest.get("/images/" + path(image) + "/json")));
        } catch (EngineException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Empty when there is none of that name. */
    Optional<JsonNode> volume(String name) throws IOException {
        try {
            return Optional.of(http.json(EngineRequest.get("/volumes/" + text(name))));
        } catch (EngineException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The volume of that name, made if there was none; an existing one keeps its labels. */
    JsonNode createVolume(String name, Map<String, String> labels) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("Name", name);
        ObjectNode labelled = body.putObject("Labels");
        labels.forEach(labelled::put);
        return http.json(EngineRequest.post("/volumes/create").json(body.toString()));
    }

    JsonNode volumes(Map<String, String> labels) throws IOException {
        return http.json(EngineRequest.get("/volumes?filters=" + text(filter(labels))))
                .path("Volumes");
    }

    /** Done when it does not exist. */
    void removeVolume(String name) throws IOException {
        remove("/volumes/" + text(name) + "?force=1");
    }

    @Override
    public void close() {
        http.close();
    }

    private void remove(String target) throws IOException {
        try {
            http.call(EngineRequest.delete(target));
        } catch (EngineException e) {
            boolean gone = e.status() == 404;
            boolean going = e.status() == 409 && e.words().contains("already in progress");
            if (!gone && !going) {
                throw e;
            }
        }
    }

    private static String filter(Map<String, String> labels) throws IOException {
        return JSON.writeValueAsString(Map.of(
                "label",
                labels.entrySet().stream()
                        .map(l -> l.getValue().isEmpty() ? l.getKey() : l.getKey() + "=" + l.getValue())
                        .toList()));
    }

    private static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String path(String image) {
        return text(image).replace("%2F", "/").replace("%3A", ":");
    }
}
