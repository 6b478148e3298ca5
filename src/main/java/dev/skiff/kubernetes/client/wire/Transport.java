package dev.skiff.kubernetes.client.wire;

import dev.skiff.kubernetes.client.wire.Dialer.Origin;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Everything that is open to any server. Shared by all clients that were derived from one. */
final class Transport {
    private final Dialer dialer;
    private final Map<Origin, Calls> calls = new ConcurrentHashMap<>();
    private final Streams streams;
    private volatile boolean closed;

    Transport(Dialer dialer) {
        this.dialer = dialer;
        this.streams = new Streams(dialer);
    }

    /** Sends it and reads the answer as a whole. */
    void call(Exchange exchange) throws IOException {
        refuseIfClosed();
        calls.computeIfAbsent(exchange.origin(), origin -> new Calls(dialer, origin))
                .add(exchange);
        if (closed) {
            close(); // meanwhile
        }
    }

    /** Sends it and reads the answer as somebody asks for it. */
    void stream(Exchange exchange) throws IOException {
        refuseIfClosed();
        streams.begin(exchange);
    }

    private void refuseIfClosed() throws IOException {
        if (closed) {
            throw new IOException("the client is closed");
        }
    }

    void close() {
        closed = true;
        calls.values().forEach(Calls::close);
        streams.close();
    }
}
