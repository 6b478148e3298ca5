package dev.skiff.kubernetes.pods;

import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import java.util.concurrent.CompletableFuture;

/** Says what images start by themselves. Does not block. */
@FunctionalInterface
public interface ImageStarts {
    /** For a process that asks nobody. */
    ImageStarts UNKNOWN = _ -> CompletableFuture.failedFuture(new UnknownImageException("nobody was asked"));

    /**
     * @param image as the pod names it
     * @return fails with {@link UnknownImageException}
     */
    CompletableFuture<Entrypoint> of(String image);

    /** Its message is the reason, as the part of a sentence for the user. */
    final class UnknownImageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnknownImageException(String reason) {
            super(reason);
        }
    }
}
