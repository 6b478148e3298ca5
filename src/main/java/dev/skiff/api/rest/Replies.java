package dev.skiff.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/**
 * Writes what endpoints give, on the virtual thread of the request: each write is waited for, so that who reads slowly holds one entry of
 * memory and no thread of the machine.
 */
final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";
    private static final int CHUNK = 64 * 1024;

    private static final long FIRST_BEAT_MS = 1000;
    private static final long BEAT_MS = 20_000;

    private final Vertx vertx;

    Replies(Vertx vertx) {
        this.vertx = vertx;
    }

    void write(HttpServerRequest request, Reply reply) throws InterruptedException {
        HttpServerResponse response = request.response();
        switch (reply) {
            case Reply.Json json -> {
                json.headers().forEach(response::putHeader);
                response.setStatusCode(json.status()).putHeader("Content-Type", JSON_TYPE);
                end(response, bytes(json.body()));
            }
            case Reply.Text text -> {
                response.putHeader("Content-Type", text.contentType());
                end(response, Buffer.buffer(text.body()));
            }
            case Reply.File file -> file(response, file);
            case Reply.Stream stream -> stream(request, stream);
        }
    }

    static void refuse(HttpServerRequest request, ServiceException refusal) throws InterruptedException {
        await(refusing(request, refusal));
    }

    /** The same for an event loop, which must not wait: what it has not ended when it returns is ended for it, without words. */
    static Future<Void> refusing(HttpServerRequest request, ServiceException refusal) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        ObjectNode body = Errors.body(refusal);
        if (response.headWritten()) {
            ObjectNode error = JsonNodeFactory.instance.objectNode();
            error.set("error", body);
            return response.end(framed(error, isEvents(request)));
        }
        switch (refusal.why()) {
            case UNAUTHENTICATED -> response.putHeader("WWW-Authenticate", "Bearer");
            case TOO_MANY_REQUESTS, UNAVAILABLE -> response.putHeader("Retry-After", "1");
            default -> {}
        }
        response.setStatusCode(refusal.why().status()).putHeader("Content-Type", JSON_TYPE);
        return response.end(bytes(body));
    }

    private void stream(HttpServerRequest request, Reply.Stream stream) throws InterruptedException {
        HttpServerResponse response = request.response();
        boolean events = isEvents(request);
        boolean placed = events && takesIds(request);
        Sink<JsonNode> sink = one -> {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            result.set("result", one);
            begin(response, events);
            String id = placed ? stream.ids().of(one) : null;
            Buffer framed = framed(result, events);
            await(response.write(
                    id == null ? framed : Buffer.buffer("id: " + id + "\n").appendBuffer(framed)));
        };
        Runnable beat = () -> {
            if (!response.ended() && !response.closed() && !response.writeQueueFull()) {
                begin(response, events);
                var unused = response.write(Buffer.buffer(events ? ":\n" : "\n"));
            }
        };
        // who listens hears soon that it is heard, but not before it could have been refused
        long first = vertx.setTimer(FIRST_BEAT_MS, id -> beat.run());
        long further = vertx.setPeriodic(BEAT_MS, id -> beat.run());
        try {
            stream.source().give(sink);
        } finally {
            vertx.cancelTimer(first);
            vertx.cancelTimer(further);
        }
        begin(response, events);
        end(response, Buffer.buffer());
    }

    private static synchronized void begin(HttpServerResponse response, boolean events) {
        if (response.headWritten() || response.isChunked()) {
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", events ? "text/event-stream" : JSON_TYPE)
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no");
    }

    private static boolean isEvents(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/event-stream");
    }

    /** Argo's command takes every line of a stream for data, and so gets no others: it is known as Go's own client. */
    private static boolean takesIds(HttpServerRequest request) {
        String agent = request.getHeader("User-Agent");
        return agent == null || !agent.startsWith("Go-http-client/");
    }

    private static Buffer framed(JsonNode one, boolean events) {
        Buffer line = events ? Buffer.buffer("data: ") : Buffer.buffer();
        return line.appendBuffer(bytes(one)).appendString(events ? "\n\n" : "\n");
    }

    private static void file(HttpServerResponse response, Reply.File file) throws InterruptedException {
        try (Download download = file.download()) {
            String name = download.fileName().replaceAll("[^-A-Za-z0-9._]", "_");
            response.putHeader("Content-Type", download.contentType())
                    .putHeader(
                            "Content-Disposition",
                            (file.inline() ? "inline" : "attachment") + "; filename=\"" + name + "\"")
                    // what a step has written is nobody's page here
                    .putHeader(
                            "Content-Security-Policy",
                            "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'");
            if (download.length() >= 0) {
                response.putHeader("Content-Length", Long.toString(download.length()));
            } else {
                response.setChunked(true);
            }
            byte[] chunk = new byte[CHUNK];
            for (int n = download.content().read(chunk);
                    n >= 0;
                    n = download.content().read(chunk)) {
                await(response.write(Buffer.buffer(Arrays.copyOf(chunk, n))));
            }
            await(response.end());
        } catch (IOException e) {
            // half of a file is no file: the connection breaks off instead of ending well
            System.getLogger("dev.skiff.api")
                    .log(System.Logger.Level.WARNING, "an artifact broke off: " + e.getMessage());
            response.reset();
        }
    }

    private static void end(HttpServerResponse response, Buffer last) throws InterruptedException {
        await(response.end(last));
    }

    private static Buffer bytes(JsonNode tree) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** @throws InterruptedException also when the one who asked has gone */
    private static void await(Future<?> write) throws InterruptedException {
        try {
            write.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new InterruptedException("the connection is closed: " + e.getCause());
        }
    }
}
