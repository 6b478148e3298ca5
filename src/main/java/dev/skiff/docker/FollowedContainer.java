package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/** One container that has been made, from its start to its end, whatever the engine does meanwhile. */
final class FollowedContainer {

    /** Losses with this much time between them have nothing to do with one another. */
    private static final Duration FAR_APART = Duration.ofMinutes(1);

    private final Services services;
    private final String name;
    private final String id;
    private final OutputSink sink;
    private ContainerWatch watch;
    private String startError = "";

    private FollowedContainer(Services services, String name, String id, OutputSink sink, ContainerWatch watch) {
        this.services = services;
        this.name = name;
        this.id = id;
        this.sink = sink;
        this.watch = watch;
    }

    /** For one that has been created and not been started. */
    static FollowedContainer created(Services services, String name, String id, OutputSink sink) throws IOException {
        ContainerWatch watch = services.patiently(() -> ContainerWatch.beforeStart(services.api(), id, sink));
        return new FollowedContainer(services, name, id, sink, watch);
    }

    /** For one that runs, or has ended. */
    static FollowedContainer started(Services services, String name, String id, OutputSink sink) throws IOException {
        ContainerWatch watch = services.patiently(() -> ContainerWatch.afterStart(services.api(), id, sink));
        return new FollowedContainer(services, name, id, sink, watch);
    }

    /** Its name in the workflow. */
    String name() {
        return name;
    }

    String id() {
        return id;
    }

    OutputSink sink() {
        return sink;
    }

    /** False when the engine could not start it; {@link #end} then says why. */
    boolean start() throws IOException {
        try {
            services.patiently(() -> {
                services.api().start(id);
                return true;
            });
            return true;
        } catch (EngineException e) {
            startError = e.words();
            watch.close();
            return false;
        }
    }

    String startError() {
        return startError;
    }

    /** For one whose end nobody waits for. */
    void close() {
        watch.close();
    }

    /** SIGTERM, and SIGKILL after the grace period; returns when it has ended. An end that is there already is fine. */
    void stop(Duration grace) throws IOException {
        try {
            services.patiently(() -> {
                services.api().stop(id, grace);
                return true;
            });
        } catch (EngineException e) {
            if (e.status() != 404) {
                throw e;
            }
        }
    }

    /**
     * Waits for the end; all output has been delivered then.
     *
     * @throws EngineException 404 when somebody else has deleted it
     * @throws EngineLostException when the engine stayed away
     */
    ContainerEnd end() throws IOException {
        try {
            if (!startError.isEmpty()) {
                return ContainerReader.end(
                                services.patiently(() -> services.api().inspect(id)), services.now())
                        .notStarted(startError);
            }
            return endOfStarted();
        } finally {
            watch.close();
        }
    }

    private ContainerEnd endOfStarted() throws IOException {
        Losses losses = new Losses();
        while (true) {
            try {
                watch.await();
                JsonNode inspected = services.api().inspect(id);
                if (ContainerReader.stage(inspected) == ContainerReader.Stage.ENDED) {
                    ContainerEnd end = ContainerReader.end(inspected, services.now());
                    return losses.any() ? end.afterLoss() : end;
                }
            } catch (EngineLostException e) {
                losses.another(e);
            }
            watch.close();
            watch = services.patiently(() -> ContainerWatch.afterStart(services.api(), id, sink));
        }
    }

    /** An engine that takes requests and always breaks off is as lost as one that takes none. */
    private final class Losses {
        private long first;
        private long last;
        private boolean any;

        boolean any() {
            return any;
        }

        /** Throws it when it has been so for as long as there is patience. */
        void another(EngineLostException lost) throws IOException {
            long now = System.nanoTime();
            if (!any || now - last > FAR_APART.toNanos()) {
                first = now;
            }
            any = true;
            last = now;
            if (services.isClosed()
                    || now - first > services.options().enginePatience().toNanos()) {
                throw lost;
            }
            services.pauseAfter(lost);
        }
    }
}
