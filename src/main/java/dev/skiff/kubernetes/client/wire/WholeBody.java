package dev.skiff.kubernetes.client.wire;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body that is here already: it is given as soon as it is asked for. */
final class WholeBody implements AsyncBody {
    private final byte[] bytes;
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    WholeBody(byte[] bytes, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        this.bytes = bytes;
        this.consumer = consumer;
    }

    @Override
    public void consume() {
        if (asked.getAndSet(true)) {
            return;
        }
        try {
            if (bytes.length > 0) {
                consumer.consume(List.of(ByteBuffer.wrap(bytes)), this);
            }
            done.complete(null);
        } catch (Exception e) { // whatever the consumer throws is the end of this body alone
            done.completeExceptionally(e);
        }
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        asked.set(true);
        done.cancel(false);
    }
}
