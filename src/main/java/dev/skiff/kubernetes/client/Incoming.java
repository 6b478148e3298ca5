package dev.skiff.kubernetes.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An answer that one thread reads piece by piece: the next piece is asked for when that thread wants it, so that no thread is held by it. */
public final class Incoming implements AutoCloseable {

    private sealed interface Piece {
        @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
        record Bytes(byte[] bytes) implements Piece {}

        record End(@Nullable KubeProblem problem) implements Piece {}
    }

    private static final int FOREVER_DAYS = 10_000;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Runnable more;
    private final KubeApi.Stream stream;
    private boolean owed;
    private Piece.@Nullable End end;

    /** @param more asks for the next piece, of which there is one at a time */
    Incoming(Function<Consumer<byte[]>, KubeApi.Stream> opening, Runnable more) {
        this.more = more;
        this.stream = opening.apply(bytes -> pieces.add(new Piece.Bytes(bytes)));
        stream.end()
                .whenComplete(
                        (done, failure) -> pieces.add(new Piece.End(failure == null ? null : KubeProblem.in(failure))));
    }

    /** Of an answer whose pieces come by themselves. */
    static Incoming of(Function<Consumer<byte[]>, KubeApi.Stream> opening) {
        return new Incoming(opening, () -> {});
    }

    /**
     * Waits for the next piece.
     *
     * @return null at the end
     * @throws KubeProblem when it was refused or broke off
     */
    public byte @Nullable [] next() throws InterruptedException {
        return next(Duration.ofDays(FOREVER_DAYS));
    }

    /** The same of a server that is given up after a while of silence. @throws KubeProblem also then */
    byte @Nullable [] next(Duration patience) throws InterruptedException {
        Piece piece = end == null ? pieces.poll() : end;
        if (piece == null) {
            if (owed) {
                owed = false;
                more.run();
            }
            piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new KubeProblem(
                        0, "Silent", "nothing came from the API server for " + patience.toSeconds() + " s", null);
            }
        }
        return switch (piece) {
            case Piece.Bytes b -> {
                owed = true;
                yield b.bytes();
            }
            case Piece.End e -> {
                end = e;
                if (e.problem() != null) {
                    throw e.problem();
                }
                yield null;
            }
        };
    }

    /** Completes at the end, of which {@link #next} tells later. */
    CompletableFuture<Void> end() {
        return stream.end();
    }

    /** Lets go of it. */
    @Override
    public void close() {
        stream.close();
    }
}
