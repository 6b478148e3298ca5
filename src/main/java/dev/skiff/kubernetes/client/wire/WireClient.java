package dev.skiff.kubernetes.client.wire;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** fabric8's client: identity and patience with busy servers are its own, the exchange itself is {@link Transport}'s. */
final class WireClient extends StandardHttpClient<WireClient, WireFactory, WireBuilder> {
    private final Transport transport;
    private final WebSockets sockets;

    WireClient(WireBuilder builder, Transport transport, WebSockets sockets, AtomicBoolean closed) {
        super(builder, closed);
        this.transport = transport;
        this.sockets = sockets;
    }

    Transport transport() {
        return transport;
    }

    WebSockets sockets() {
        return sockets;
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        Exchange exchange = new Exchange(request, consumer);
        try {
            exchange.prepare();
            if (request.isForStreaming()) {
                transport.stream(exchange);
            } else {
                transport.call(exchange);
            }
        } catch (IOException e) {
            exchange.fail(e);
        }
        return exchange.response();
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder request, WebSocket.Listener listener) {
        return sockets.client().buildWebSocketDirect(request, listener);
    }

    @Override
    protected void doClose() {
        transport.close();
        sockets.close();
    }
}
