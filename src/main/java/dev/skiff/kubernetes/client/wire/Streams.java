package dev.skiff.kubernetes.client.wire;

import dev.skiff.kubernetes.client.wire.Dialer.Origin;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers that may take for ever: each has a connection, and a virtual thread that waits for it. */
final class Streams {
    private static final int SPARE = 8;
    /** No server closes a connection that is so young. */
    private static final long YOUNG_NS = 20_000_000_000L;

    private record Spare(Origin origin, Connection connection, long since) {}

    private final Dialer dialer;
    private final Set<Connection> open = new HashSet<>();
    private final Deque<Spare> spare = new ArrayDeque<>();
    private boolean closed;

    Streams(Dialer dialer) {
        this.dialer = dialer;
    }

    void begin(Exchange exchange) {
        Thread.ofVirtual().name("stream " + exchange.request().uri().getPath()).start(() -> run(exchange));
    }

    private void run(Exchange exchange) {
        Connection connection = null;
        try {
            connection = spare(exchange.origin());
            Head head = connection == null ? null : again(connection, exchange);
            if (connection == null || head == null) {
                connection = opened(exchange.origin());
                head = connection.send(exchange);
            }
            StreamBody body = new StreamBody(connection, exchange.consumer());
            boolean wanted = exchange.response().complete(new Answered(exchange.request(), head, body));
            keep(exchange.origin(), connection, wanted && body.pump());
        } catch (IOException | RuntimeException e) {
            if (connection != null) {
                keep(exchange.origin(), connection, false);
            }
            exchange.fail(e);
        }
    }

    /** @return null when the server has closed the connection meanwhile */
    private @Nullable Head again(Connection connection, Exchange exchange) throws IOException {
        try {
            return connection.send(exchange);
        } catch (IOException e) {
            keep(exchange.origin(), connection, false);
            if (connection.hasHeard() || !exchange.isRepeatable()) {
                throw e;
            }
            return null;
        }
    }

    private synchronized @Nullable Connection spare(Origin origin) {
        for (Spare last = spare.pollLast(); last != null; last = spare.pollLast()) {
            if (last.origin().equals(origin) && System.nanoTime() - last.since() < YOUNG_NS) {
                return last.connection();
            }
            open.remove(last.connection());
            last.connection().close();
        }
        return null;
    }

    private Connection opened(Origin origin) throws IOException {
        Connection connection = dialer.connect(origin);
        synchronized (this) {
            if (!closed) {
                open.add(connection);
                return connection;
            }
        }
        connection.abort();
        throw new IOException("the client is closed");
    }

    private void keep(Origin origin, Connection connection, boolean inOrder) {
        synchronized (this) {
            if (inOrder && !closed && spare.size() < SPARE) {
                spare.addLast(new Spare(origin, connection, System.nanoTime()));
                return;
            }
            open.remove(connection);
        }
        connection.close();
    }

    synchronized void close() {
        closed = true;
        open.forEach(Connection::abort);
        open.clear();
        spare.clear();
    }
}
