package dev.skiff.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** The sidecars of a task whose main container has ended, all being ended at the same time. */
final class SidecarEnds {

    private static final Executor THREADS =
            action -> Thread.ofVirtual().name("sidecar").start(action);

    private final Map<String, CompletableFuture<ContainerEnd>> ends = new LinkedHashMap<>();

    private SidecarEnds() {}

    static SidecarEnds stopAll(List<FollowedContainer> sidecars, Duration grace) {
        SidecarEnds all = new SidecarEnds();
        for (FollowedContainer sidecar : sidecars) {
            all.ends.put(
                    sidecar.name(),
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    sidecar.stop(grace);
                                    return sidecar.end();
                                } catch (IOException e) {
                                    throw new CompletionException(e);
                                }
                            },
                            THREADS));
        }
        return all;
    }

    /** Name → end of those that ran, when all have ended; one that had nothing left to join is left out. */
    Map<String, ContainerEnd> await() throws IOException {
        Map<String, ContainerEnd> done = new LinkedHashMap<>();
        for (var entry : ends.entrySet()) {
            try {
                ContainerEnd end = entry.getValue().join();
                boolean joinedNothing = end.startError().contains("cannot join network");
                if (!joinedNothing) {
                    done.put(entry.getKey(), end);
                }
            } catch (CompletionException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw e;
            }
        }
        return done;
    }
}
