package dev.skiff.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes a response's body up to a limit; what is larger is not read. */
final class Body implements BodySubscriber<byte[]> {

    /** The body is larger than the limit. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String size, int limit) {
            super("the response's body " + size + ", and a result may have at most " + limit + " bytes");
        }
    }

    private final int limit;
    private final long announced;
    private final boolean wanted;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    private Body(int limit, long announced, boolean wanted) {
        this.limit = limit;
        this.announced = announced;
        this.wanted = wanted;
    }

    /** @param announced {@code Content-Length}, or -1 */
    static Body upTo(int limit, long announced) {
        return new Body(limit, announced, true);
    }

    /** Reads nothing: the body of a redirect says nothing that matters. */
    static Body none() {
        return new Body(0, -1, false);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        if (!wanted) {
            s.cancel();
            whole.complete(new byte[0]);
        } else if (announced > limit) {
            s.cancel();
            whole.completeExceptionally(new TooLarge("has " + announced + " bytes", limit));
        } else {
            s.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (whole.isDone()) {
                return;
            }
            if (bytes.size() + buffer.remaining() > limit) {
                if (subscription != null) {
                    subscription.cancel();
                }
                whole.completeExceptionally(new TooLarge("is larger", limit));
                return;
            }
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            bytes.writeBytes(chunk);
        }
    }

    @Override
    public void onError(Throwable e) {
        whole.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
        whole.complete(bytes.toByteArray());
    }
}
