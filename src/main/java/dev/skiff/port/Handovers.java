package dev.skiff.port;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the reports of pods arrive that are too large for the way through the cluster, once somebody takes them. Thread-safe. */
public final class Handovers {
    private volatile @Nullable Desk desk;

    /**
     * What a pod is told.
     *
     * @param status of HTTP
     * @param message a sentence without secrets
     */
    public record Reply(int status, String message) {}

    /** Takes reports. */
    @FunctionalInterface
    public interface Desk {

        /** Never fails. @param token by which the pod proves that it is itself */
        CompletableFuture<Reply> take(String namespace, String pod, String token, byte[] report);
    }

    /** From now on reports are given to {@code taker}. */
    public void open(Desk taker) {
        desk = taker;
    }

    /** Nobody takes reports: the pod is to try again. */
    public CompletableFuture<Reply> take(String namespace, String pod, String token, byte[] report) {
        Desk open = desk;
        return open == null
                ? CompletableFuture.completedFuture(new Reply(503, "reports are not taken yet: try again"))
                : open.take(namespace, pod, token, report);
    }
}
