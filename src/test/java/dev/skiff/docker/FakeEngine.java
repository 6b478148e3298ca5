package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An engine of the tests: an HTTP server on a Unix socket with just enough of the Engine API for one container at a time. It can be told
 * to misbehave, to die, and to come back.
 */
final class FakeEngine implements AutoCloseable {

    /** Answers a request in place of the engine. */
    interface Behaviour {
        void answer(Exchange exchange) throws IOException;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;
    private final Map<String, FakeContainer> containers = new ConcurrentHashMap<>();
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, Behaviour> behaviours = new LinkedHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server;

    FakeEngine(Path directory) {
        this.socket = directory.resolve("e.sock");
        this.server = listen();
    }

    DockerEndpoint endpoint() {
        return new DockerEndpoint(UnixDomainSocketAddress.of(socket), "unix://" + socket, "1.41", "Fake 1");
    }

    /** From now on requests that begin with {@code start} ({@code "POST /containers/create"}) are answered so. */
    synchronized void when(String start, Behaviour behaviour) {
        behaviours.put(start, behaviour);
    }

    /** Method and path of every request, ids replaced by {@code ID}, in the order of arrival. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** The container that has been created; there must be exactly one. */
    FakeContainer container() {
        if (containers.size() != 1) {
            throw new IllegalStateException("containers: " + containers.keySet());
        }
        return containers.values().iterator().next();
    }

    int containers() {
        return containers.size();
    }

    /** Every connection breaks, and nobody listens any more. */
    void die() {
        try {
            server.close();
            Files.deleteIfExists(socket);
            for (SocketChannel connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void comeBack() {
        server = listen();
    }

    @Override
    public void close() {
        die();
        containers.values().forEach(c -> c.end(137));
    }

    private ServerSocketChannel listen() {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> accept(channel));
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocketChannel channel) {
        try {
            while (true) {
                SocketChannel connection = channel.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // it has died
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
            OutputStream out = Channels.newOutputStream(connection);
            for (Exchange exchange = read(in, out); exchange != null; exchange = read(in, out)) {
                calls.add(exchange.shown());
                behaviour(exchange).answer(exchange);
                if (exchange.last) {
                    return;
                }
            }
        } catch (IOException e) {
            // the other side, or a test, has closed the connection
        } finally {
            connections.remove(connection);
        }
    }

    private synchronized Behaviour behaviour(Exchange exchange) {
        return behaviours.entrySet().stream()
                .filter(b -> (exchange.method + " " + exchange.target).startsWith(b.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(this::usual);
    }

    /** As a well-behaved engine. */
    void usual(Exchange x) throws IOException {
        String path = x.target.replaceFirst("\\?.*", "");
        String[] parts = path.split("/");
        FakeContainer container = parts.length > 2 ? containers.get(parts[2]) : null;
        switch (x.method + " " + path.replaceFirst("^/containers/[^/]+", "/containers/ID")) {
            case "GET /version" ->
                x.json(200, "{\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\",\"Version\":\"1\"}");
            case "GET /info" -> x.json(200, "{\"Name\":\"fake\",\"NCPU\":3,\"InitBinary\":\"docker-init\"}");
            case "POST /containers/ID" -> create(x); // the path is /containers/create
            case "GET /containers/ID" -> list(x); // the path is /containers/json
            case "GET /volumes" -> x.json(200, "{\"Volumes\":[]}");
            default -> {
                if (container == null) {
                    x.json(404, "{\"message\":\"No such container\"}");
                } else {
                    of(container, x, parts[3 > parts.length - 1 ? 2 : 3]);
                }
            }
        }
    }

    private void of(FakeContainer container, Exchange x, String action) throws IOException {
        switch (action) {
            case "attach" -> {
                x.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
                x.last = true;
                container.streamOutput(x::bytes);
            }
            case "logs" -> {
                x.startChunks();
                container.streamOutput(x::chunk);
                x.endChunks();
            }
            case "wait" -> {
                x.startChunks();
                int code = container.awaitEnd();
                x.chunk(("{\"StatusCode\":" + code + "}").getBytes(StandardCharsets.UTF_8));
                x.endChunks();
            }
            case "start" -> {
                container.start();
                x.json(204, "");
            }
            case "stop" -> {
                container.end(143);
                x.json(204, "");
            }
            case "json" -> x.json(200, container.inspected().toString());
            case "archive" -> x.json(x.method.equals("PUT") ? 200 : 404, "{}");
            default -> {
                containers.remove(container.id());
                x.json(204, "");
            }
        }
    }

    private void create(Exchange x) throws IOException {
        String name = URLDecoder.decode(x.target.replaceFirst(".*name=", ""), StandardCharsets.UTF_8);
        if (containers.containsKey(name)) {
            x.json(409, "{\"message\":\"Conflict. The container name is already in use\"}");
            return;
        }
        FakeContainer container = new FakeContainer(name, JSON.readTree(x.body));
        containers.put(name, container);
        x.json(201, "{\"Id\":\"" + name + "\"}");
    }

    private void list(Exchange x) throws IOException {
        var all = JsonNodeFactory.instance.arrayNode();
        containers.values().forEach(c -> all.add(c.listed()));
        x.json(200, all.toString());
    }

    private static Exchange read(InputStream in, OutputStream out) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            if (line.toString().isBlank()) {
                String[] first = lines.getFirst().split(" ");
                int length = lines.stream()
                        .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                        .mapToInt(l -> Integer.parseInt(l.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
                return new Exchange(first[0], first[1].replaceFirst("^/v1\\.\\d+", ""), in.readNBytes(length), out);
            }
            lines.add(line.toString().strip());
            line.setLength(0);
        }
        return null;
    }

    /** One request and its answer. */
    static final class Exchange {
        private final String method;
        private final String target;
        private final byte[] body;
        private final OutputStream out;
        private boolean last;

        private Exchange(String method, String target, byte[] body, OutputStream out) {
            this.method = method;
            this.target = target;
            this.body = body;
            this.out = out;
        }

        String target() {
            return target;
        }

        private String shown() {
            String path = target.replaceFirst("\\?.*", "");
            return method + " " + path.replaceFirst("^/containers/skiff-[^/]+", "/containers/ID");
        }

        void json(int status, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            write("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                    + "\r\n\r\n");
            bytes(bytes);
        }

        /** Anything at all. */
        void write(String text) throws IOException {
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        /** No further request is read from this connection. */
        void hangUp() {
            last = true;
        }

        void startChunks() throws IOException {
            write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        void chunk(byte[] bytes) throws IOException {
            write(Integer.toHexString(bytes.length) + "\r\n");
            bytes(bytes);
            write("\r\n");
        }

        void endChunks() throws IOException {
            write("0\r\n\r\n");
        }

        private void bytes(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }
    }

    /** A container that does what the test says. */
    static final class FakeContainer {
        interface Writer {
            void write(byte[] bytes) throws IOException;
        }

        private final String id;
        private final JsonNode body;
        private final List<byte[]> frames = new ArrayList<>();
        private boolean started;
        private Integer exitCode;

        private FakeContainer(String id, JsonNode body) {
            this.id = id;
            this.body = body;
        }

        String id() {
            return id;
        }

        synchronized void start() {
            started = true;
            notifyAll();
        }

        /** Writes to standard output. */
        synchronized void say(String text) {
            byte[] words = text.getBytes(StandardCharsets.UTF_8);
            byte[] frame = new byte[8 + words.length];
            frame[0] = 1;
            frame[6] = (byte) (words.length >> 8);
            frame[7] = (byte) words.length;
            System.arraycopy(words, 0, frame, 8, words.length);
            frames.add(frame);
            notifyAll();
        }

        synchronized void end(int code) {
            exitCode = exitCode == null ? Integer.valueOf(code) : exitCode;
            notifyAll();
        }

        synchronized void awaitStart() {
            while (!started) {
                pause();
            }
        }

        synchronized int awaitEnd() {
            while (exitCode == null) {
                pause();
            }
            return exitCode;
        }

        private void streamOutput(Writer writer) throws IOException {
            for (int next = 0; ; next++) {
                byte[] frame = frame(next);
                if (frame.length == 0) {
                    return;
                }
                writer.write(frame);
            }
        }

        /** Empty at the end. */
        private synchronized byte[] frame(int index) {
            while (frames.size() <= index && exitCode == null) {
                pause();
            }
            return index < frames.size() ? frames.get(index) : new byte[0];
        }

        private void pause() {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private synchronized ObjectNode inspected() {
            ObjectNode inspected = JsonNodeFactory.instance.objectNode();
            String status = exitCode != null ? "exited" : started ? "running" : "created";
            inspected
                    .putObject("State")
                    .put("Status", status)
                    .put("Running", status.equals("running"))
                    .put("ExitCode", exitCode == null ? 0 : exitCode)
                    .put("StartedAt", started ? "2026-11-23T10:00:00.5Z" : "0001-01-01T00:00:00Z")
                    .put("FinishedAt", exitCode == null ? "0001-01-01T00:00:00Z" : "2026-11-23T10:00:02Z");
            return inspected;
        }

        private ObjectNode listed() {
            ObjectNode listed = JsonNodeFactory.instance.objectNode().put("Id", id);
            listed.set("Labels", body.path("Labels"));
            return listed;
        }
    }
}
