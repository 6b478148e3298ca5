package dev.skiff.kubernetes.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers by the byte. */
final class RawServer implements AutoCloseable {

    /** Writes what goes over the line; the connection is closed when it throws. */
    interface Script {
        void answer(String request, OutputStream out) throws IOException, InterruptedException;

        /** @param nth request on its connection, from 1 */
        default void answer(String request, int nth, OutputStream out) throws IOException, InterruptedException {
            answer(request, out);
        }
    }

    private final ServerSocket socket;
    private final Script script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();

    private RawServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
    }

    static RawServer on(ServerSocket socket, Script script) {
        RawServer server = new RawServer(socket, script);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    static RawServer start(Script script) {
        try {
            return on(new ServerSocket(0), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket accepted = socket.accept();
                connections.incrementAndGet();
                open.add(accepted);
                Thread.ofVirtual().start(() -> serve(accepted));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            InputStream in = accepted.getInputStream();
            int nth = 0;
            for (String request = request(in); !request.isEmpty(); request = request(in)) {
                requests.add(request);
                script.answer(request, ++nth, accepted.getOutputStream());
                accepted.getOutputStream().flush();
            }
        } catch (IOException | InterruptedException e) {
            // this connection ends
        }
    }

    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int at = text.indexOf("Content-Length: ");
        int length = at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket accepted : open) {
            accepted.close();
        }
    }
}
