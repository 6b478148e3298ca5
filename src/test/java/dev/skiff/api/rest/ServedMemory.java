package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.WebServer;
import dev.skiff.port.service.WorkflowService;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The real server on loopback, over a service that keeps objects in memory: what clients are tried against. */
public final class ServedMemory implements AutoCloseable {
    public static final String TOKEN = "secret-of-the-test";

    private final Vertx vertx = Vertx.vertx();
    private final MemoryService service = new MemoryService();
    private WebServer.Opened server;
    private final int port;

    public ServedMemory() {
        server = open(0, TOKEN);
        port = Integer.parseInt(server.url().replaceFirst(".*:", ""));
    }

    private WebServer.Opened open(int on, String token) {
        return ApiServers.open(
                vertx,
                InstantSource.system(),
                service,
                new WebServer.Settings("127.0.0.1", on, token, null, List.of(), 1 << 20));
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Without a server between. */
    public WorkflowService.Session session() {
        return service;
    }

    /** What was asked of workflows, as texts. */
    public List<String> asked() {
        return service.asked;
    }

    /** By kind, namespace and name. */
    public Map<String, ObjectNode> objects() {
        return service.objects;
    }

    public List<LogEntry> lines() {
        return service.lines;
    }

    /** The workflow ends now. */
    public void end(String namespace, String name, String phase) {
        service.end(namespace, name, phase);
    }

    /** How many watches and endless logs are open. */
    public int streams() {
        return service.streams.get();
    }

    /** The server goes away; what it served stays. */
    public void stop() {
        server.close();
    }

    public void startAgain() {
        startAgain(TOKEN);
    }

    public void startAgain(String token) {
        server = open(port, token);
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
