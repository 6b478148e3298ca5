package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.service.WebServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A server of the API on a socket of this machine, over a service that runs nothing. */
abstract class ServedApi {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String TOKEN = "secret-of-the-test";
    static final String HELLO = """
            {"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","metadata":{"generateName":"hello-","creationTimestamp":null},
             "spec":{"entrypoint":"main","arguments":{},"templates":[{"name":"main","inputs":{},"outputs":{},"metadata":{},
               "container":{"name":"","image":"busybox","command":["true"],"resources":{}}}]},
             "status":{"startedAt":null,"finishedAt":null}}""";
    static final String MANIFEST = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: by-hand}
            spec:
              entrypoint: main
              templates:
                - name: main
                  container: {image: busybox, command: ["true"]}
            """;

    static Vertx vertx;
    static HttpClient client;
    final MemoryService service = new MemoryService();
    WebServer.Opened server;

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() {
        server = ApiServers.open(
                vertx,
                InstantSource.system(),
                service,
                new WebServer.Settings("127.0.0.1", 0, TOKEN, null, List.of(), 64 * 1024));
    }

    @AfterEach
    void close() {
        server.close();
    }

    record Answer(int status, JsonNode body, HttpResponse<String> http) {}

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(20));
    }

    static Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (IOException e) {
            body = JSON.getNodeFactory().textNode(answer.body());
        }
        return new Answer(answer.statusCode(), body, answer);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(to(path).GET().build());
    }

    Answer call(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = to(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    Answer createdByArgo() throws IOException, InterruptedException {
        return call("POST", "/api/v1/workflows/team", "{\"workflow\":" + HELLO + "}");
    }

    static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long last = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(last);
            Thread.sleep(10);
        }
    }
}
