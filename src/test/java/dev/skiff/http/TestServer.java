package dev.skiff.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that answers what a test writes, byte by byte; one request for each connection. */
final class TestServer implements AutoCloseable {

    /** What came: the request line and the fields as they were sent, and the body. */
    record Received(String head, String body) {
        String line() {
            return head.lines().findFirst().orElseThrow();
        }

        /** The values of a field, whatever the case of its name. */
        List<String> field(String name) {
            return head.lines()
                    .skip(1)
                    .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(l -> l.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    @FunctionalInterface
    interface Answer {
        void write(Received request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Answer answer;
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private TestServer(ServerSocket socket, Answer answer) {
        this.socket = socket;
        this.answer = answer;
        Thread.ofVirtual().start(this::accept);
    }

    static TestServer of(Answer answer) throws IOException {
        return new TestServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
    }

    static TestServer on(ServerSocket socket, Answer answer) {
        return new TestServer(socket, answer);
    }

    /** Always the same answer with a body. */
    static TestServer saying(String statusLine, String body, String... fields) throws IOException {
        return of((request, out) -> out.write(answer(statusLine, body, fields)));
    }

    static byte[] answer(String statusLine, String body, String... fields) {
        var head = new StringBuilder("HTTP/1.1 " + statusLine + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    List<Received> requests() {
        return new ArrayList<>(requests);
    }

    Received request() {
        return requests.getLast();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Received request = read(new BufferedInputStream(connection.getInputStream()));
            if (request != null) {
                requests.add(request);
                answer.write(request, connection.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            // the client went away, which some tests want
        }
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return null;
            }
            head.append((char) c);
        }
        var received = new Received(head.toString(), "");
        int length = received.field("Content-Length").stream()
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
        var body = new ByteArrayOutputStream();
        body.write(in.readNBytes(length));
        return new Received(received.head, body.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
