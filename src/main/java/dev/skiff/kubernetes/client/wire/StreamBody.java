package dev.skiff.kubernetes.client.wire;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** A body that is read piece by piece, each when it is asked for. */
final class StreamBody implements AsyncBody {
    private final Connection connection;
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Semaphore asked = new Semaphore(0);
    private volatile boolean cancelled;

    StreamBody(Connection connection, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        this.connection = connection;
        this.consumer = consumer;
    }

    /** Reads until the end, by one thread. @return whether the connection is in order after it */
    boolean pump() {
        try {
            for (asked.acquire(); !cancelled; asked.acquire()) {
                byte[] piece = connection.piece();
                if (piece.length == 0) {
                    done.complete(null);
                    return connection.isReusable();
                }
                consumer.consume(List.of(ByteBuffer.wrap(piece)), this);
            }
        } catch (IOException e) {
            done.completeExceptionally(e); // nothing new to a body that was cancelled
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        } catch (Exception e) { // whatever the consumer throws is the end of this body alone
            done.completeExceptionally(e);
        }
        return false;
    }

    @Override
    public void consume() {
        asked.release();
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        cancelled = true;
        done.cancel(false);
        connection.abort();
        asked.release();
    }
}
