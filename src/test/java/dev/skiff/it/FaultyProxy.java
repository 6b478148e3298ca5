package dev.skiff.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;

/**
 * Stands between skiff and the API server (which it reaches through {@code kubectl proxy}) and spoils one call in a few, by a seeded plan:
 * which fault a call meets depends on how many of its kind there were before, so that every fault is met.
 */
final class FaultyProxy implements AutoCloseable {
    /** What may become of a call. */
    enum Fault {
        /** 410 in place of a watch. */
        GONE,
        /** 410 as an event of a watch that has begun. */
        GONE_EVENT,
        /** A watch that is cut in the middle of a line. */
        CUT_WATCH,
        CONFLICT,
        BUSY,
        BROKEN,
        UNAVAILABLE,
        /** An answer that is cut in its middle. */
        CUT,
        /** No answer, and nothing done. */
        HUNG,
        /** No answer, though it was done. */
        LOST
    }

    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "http2-settings", "transfer-encoding");
    /** A call that hangs costs its caller a minute. */
    private static final int MOST_HUNG = 2;

    private static final List<Fault> WATCH = List.of(Fault.GONE, Fault.GONE_EVENT, Fault.CUT_WATCH, Fault.BUSY);
    private static final List<Fault> READ = List.of(Fault.CUT, Fault.BUSY, Fault.BROKEN, Fault.UNAVAILABLE);
    private static final List<Fault> WRITE =
            List.of(Fault.LOST, Fault.BUSY, Fault.CUT, Fault.UNAVAILABLE, Fault.HUNG, Fault.BROKEN);
    private static final List<Fault> PATCH =
            List.of(Fault.CONFLICT, Fault.LOST, Fault.BROKEN, Fault.BUSY, Fault.CUT, Fault.UNAVAILABLE);

    private final Process kubectl;
    private final URI server;
    private final HttpServer proxy;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random;
    private final int oneIn;
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private final Map<String, Integer> turns = new java.util.HashMap<>();

    /** @param oneIn so many calls is spoilt */
    FaultyProxy(long seed, int oneIn) {
        this.random = new Random(seed);
        this.oneIn = oneIn;
        try {
            ProcessBuilder builder = new ProcessBuilder("kubectl", "proxy", "--port=0").redirectErrorStream(true);
            ClusterOfTests.tell(builder);
            kubectl = builder.start();
            var said = new BufferedReader(new InputStreamReader(kubectl.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            server = URI.create("http://" + line.substring(line.lastIndexOf(' ') + 1));
            proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        proxy.createContext("/", this::handle);
        proxy.start();
    }

    /** Writes a kubeconfig that leads here. */
    Path kubeconfig(Path directory) {
        try {
            return Files.writeString(directory.resolve("faulty.kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: faulty, cluster: {server: "http://127.0.0.1:%d"}}]
                    contexts: [{name: faulty, context: {cluster: faulty, user: nobody, namespace: default}}]
                    users: [{name: nobody, user: {}}]
                    current-context: faulty
                    """.formatted(
                            proxy.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has been done to calls so far. */
    synchronized Set<Fault> faults() {
        return new TreeSet<>(done.keySet());
    }

    @Override
    public synchronized String toString() {
        return done.toString();
    }

    private synchronized Fault choose(String method, boolean watch) {
        // watches are few: the first ones meet one fault after the other
        boolean early = watch && turns.getOrDefault(method + true, 0) < WATCH.size() + 1;
        if (!early && random.nextInt(oneIn) != 0) {
            return null;
        }
        List<Fault> possible =
                switch (method) {
                    case "GET" -> watch ? WATCH : READ;
                    case "PATCH" -> PATCH;
                    default -> WRITE;
                };
        Fault fault = possible.get(turns.merge(method + watch, 1, Integer::sum) % possible.size());
        if (fault == Fault.HUNG && done.getOrDefault(fault, 0) >= MOST_HUNG) {
            fault = Fault.LOST;
        }
        done.merge(fault, 1, Integer::sum);
        return fault;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        boolean watch = query.contains("watch=1") || query.contains("watch=true");
        boolean follow = query.contains("follow=true");
        Fault fault = follow ? null : choose(exchange.getRequestMethod(), watch);
        try (exchange) {
            switch (fault) {
                case GONE -> refuse(exchange, 410, "Expired", "too old resource version");
                case CONFLICT -> refuse(exchange, 409, "Conflict", "the object has been modified");
                case BUSY -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    refuse(exchange, 429, "TooManyRequests", "the server has received too many requests");
                }
                case BROKEN -> refuse(exchange, 500, "InternalError", "etcdserver: request timed out");
                case UNAVAILABLE -> refuse(exchange, 503, "ServiceUnavailable", "the server is shutting down");
                case HUNG -> ServedNamespace.pause(90_000);
                case LOST -> send(exchange, body).body().readAllBytes();
                case CUT -> cut(exchange, send(exchange, body));
                case GONE_EVENT -> stream(exchange, send(exchange, body), 3, """
                        {"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}
                        """);
                case CUT_WATCH -> stream(exchange, send(exchange, body), 3, "{\"type\":\"MODIFIED\",\"obj");
                case null -> stream(exchange, send(exchange, body), Integer.MAX_VALUE, "");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<InputStream> send(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        server.resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Passes the answer on as it comes, so many lines at most, and then the last words. */
    private static void stream(HttpExchange exchange, HttpResponse<InputStream> answer, int lines, String last)
            throws IOException {
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(t -> exchange.getResponseHeaders().set("Content-Type", t));
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        byte[] buffer = new byte[8192];
        int left = lines;
        try (InputStream in = answer.body();
                var out = exchange.getResponseBody()) {
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
                for (int i = 0; i < n && lines != Integer.MAX_VALUE; i++) {
                    left -= buffer[i] == '\n' ? 1 : 0;
                }
            }
            out.write(last.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void cut(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        byte[] whole = answer.body().readAllBytes();
        exchange.sendResponseHeaders(answer.statusCode(), whole.length + 1L);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
        exchange.getResponseBody().flush();
    }

    private static void refuse(HttpExchange exchange, int status, String reason, String message) throws IOException {
        byte[] text = """
                {"kind":"Status","apiVersion":"v1","status":"Failure","code":%d,"reason":"%s","message":"%s"}
                """.formatted(status, reason, message).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
    }

    @Override
    public void close() {
        proxy.stop(0);
        kubectl.destroy();
        client.shutdownNow();
    }
}
