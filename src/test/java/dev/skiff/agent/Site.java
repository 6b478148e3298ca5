package dev.skiff.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A web server that keeps what it is given: a store of artifacts, and a controller that takes reports. */
final class Site implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();
    private final Map<String, CopyOnWriteArrayList<Refusal>> refusals = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    final CountDownLatch silent = new CountDownLatch(1);
    final List<String> authorizations = new CopyOnWriteArrayList<>();

    private record Refusal(int status, String words) {}

    Site() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "site");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    Site has(String path, byte[] bytes) {
        content.put(path, bytes);
        return this;
    }

    Site has(String path, String text) {
        return has(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers the next request for the path so. */
    Site refuses(String path, int status, String words) {
        refusals.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>()).add(new Refusal(status, words));
        return this;
    }

    byte[] got(String path) {
        byte[] bytes = content.get(path);
        if (bytes == null) {
            throw new AssertionError("nothing was stored at " + path + " but at " + content.keySet());
        }
        return bytes;
    }

    boolean hasGot(String path) {
        return content.containsKey(path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.equals("/silent")) {
            silent.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        var refused = refusals.getOrDefault(path, new CopyOnWriteArrayList<>());
        if (!refused.isEmpty()) {
            Refusal refusal = refused.removeFirst();
            send(exchange, refusal.status(), refusal.words().getBytes(StandardCharsets.UTF_8));
        } else if (exchange.getRequestMethod().equals("GET")) {
            byte[] bytes = content.get(path);
            send(exchange, bytes == null ? 404 : 200, bytes == null ? new byte[0] : bytes);
        } else {
            content.put(path, body);
            send(exchange, 200, new byte[0]);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
