package dev.skiff.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The containers of the seed's workflow, started without Skiff: create, start, wait, read the output file, remove; the same images,
 * commands and order, and as many at once.
 */
final class SeedByHand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final EngineSocket engine;
    private final int atOnce;

    SeedByHand(EngineSocket engine, int atOnce) {
        this.engine = engine;
        this.atOnce = atOnce;
    }

    /** Returns what task2 printed for each element, in the list's order. */
    List<String> run(int max) throws IOException {
        String list = container("task-python:1.0", "python pre-task.py " + max + "  > /tmp/results", "/tmp/results");
        try (ExecutorService workers = Executors.newFixedThreadPool(atOnce)) {
            var pairs = new ArrayList<CompletableFuture<String>>();
            for (JsonNode item : JSON.readTree(list)) {
                pairs.add(CompletableFuture.supplyAsync(
                                () -> unchecked(
                                        "task-r:1.0", "Rscript task.R " + item + " > /tmp/result", "/tmp/result"),
                                workers)
                        .thenApplyAsync(
                                square -> {
                                    unchecked("task-python:1.0", "python post-task.py " + square, "");
                                    return square;
                                },
                                workers));
            }
            return pairs.stream().map(CompletableFuture::join).toList();
        }
    }

    private String unchecked(String image, String script, String output) {
        try {
            return container(image, script, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String container(String image, String script, String output) throws IOException {
        String body = JSON.writeValueAsString(
                Map.of("Image", image, "Entrypoint", List.of("sh", "-c"), "Cmd", List.of(script)));
        String id = engine.json("POST", "/containers/create", body).path("Id").asText();
        try {
            engine.json("POST", "/containers/" + id + "/start", "");
            int code = engine.json("POST", "/containers/" + id + "/wait", "")
                    .path("StatusCode")
                    .asInt();
            if (code != 0) {
                throw new IOException(script + " ended with exit code " + code);
            }
            return output.isEmpty() ? "" : file(id, output);
        } finally {
            engine.bytes("DELETE", "/containers/" + id, "");
        }
    }

    /** The one file of a tar: its size is in octal at 124, its content at 512. */
    private String file(String id, String path) throws IOException {
        byte[] tar = engine.bytes(
                "GET", "/containers/" + id + "/archive?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8), "");
        int size = Integer.parseInt(new String(tar, 124, 11, StandardCharsets.US_ASCII).strip(), 8);
        return new String(tar, 512, size, StandardCharsets.UTF_8).strip();
    }
}
