package dev.skiff.kubernetes.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A registry on this machine: serves what it is given, notes what it is asked, and asks for a token when it is told to. */
public final class FakeRegistry implements AutoCloseable {
    private static final String TOKEN = "a-token";
    private final HttpServer server;
    private final Map<String, Served> content = new ConcurrentHashMap<>();

    /** Requests: path, a space, and the authorization or {@code -}. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private volatile boolean tokens;

    /** @param location empty when there is a body */
    private record Served(int status, String type, byte[] body, String location) {}

    public FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The same machine by another name. */
    String otherHost() {
        return "localhost:" + server.getAddress().getPort();
    }

    FakeRegistry wantsTokens() {
        tokens = true;
        return this;
    }

    FakeRegistry has(String path, String body) {
        return answers(path, 200, body);
    }

    FakeRegistry answers(String path, int status, String body) {
        content.put(path, new Served(status, "application/json", body.getBytes(StandardCharsets.UTF_8), ""));
        return this;
    }

    FakeRegistry redirects(String path, String location) {
        content.put(path, new Served(307, "", new byte[0], location));
        return this;
    }

    /** @return its digest */
    String blob(String repository, String body) {
        String digest = digest(body);
        has("/v2/" + repository + "/blobs/" + digest, body);
        return digest;
    }

    static String digest(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String manifest(String config) {
        return "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + config + "\",\"size\":100},\"layers\":[]}";
    }

    /** An image whose configuration is this. */
    public FakeRegistry image(String repository, String tag, String config) {
        return has("/v2/" + repository + "/manifests/" + tag, manifest(blob(repository, config)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(path + " " + (authorization == null ? "-" : authorization));
        Served served = content.get(path);
        if (tokens && path.startsWith("/v2/") && !("Bearer " + TOKEN).equals(authorization)) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + host() + "/token?a=b\",service=\"the registry\",scope=\"x\"");
            served = new Served(401, "application/json", "{}".getBytes(StandardCharsets.UTF_8), "");
        } else if (path.startsWith("/token") && served == null) {
            served = new Served(
                    200, "application/json", ("{\"token\":\"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8), "");
        } else if (served == null) {
            served = new Served(404, "application/json", "{}".getBytes(StandardCharsets.UTF_8), "");
        }
        if (!served.location().isEmpty()) {
            exchange.getResponseHeaders().add("Location", served.location());
        }
        exchange.getResponseHeaders().add("Content-Type", served.type());
        exchange.sendResponseHeaders(served.status(), served.body().length == 0 ? -1 : served.body().length);
        if (served.body().length > 0) {
            exchange.getResponseBody().write(served.body());
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
