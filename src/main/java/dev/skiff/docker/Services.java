package dev.skiff.docker;

import dev.skiff.port.Artifacts;
import dev.skiff.port.TaskListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What all tasks of one executor share. */
final class Services {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final EngineApi api;
    private final Artifacts artifacts;
    private final ImagePuller puller;
    private final DockerOptions options;
    private final TaskListener listener;
    private final String owner;
    private final Set<String> newVolumes = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor alarms;
    private volatile EngineFacts facts;
    private volatile boolean closed;

    Services(
            EngineApi api,
            Artifacts artifacts,
            DockerOptions options,
            TaskListener listener,
            String owner,
            EngineFacts facts) {
        this.api = api;
        this.artifacts = artifacts;
        this.puller = new ImagePuller(api, new RegistryAuth(options));
        this.options = options;
        this.listener = listener;
        this.owner = owner;
        this.facts = facts;
        this.alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("docker-deadlines").factory());
        alarms.setRemoveOnCancelPolicy(true);
    }

    EngineApi api() {
        return api;
    }

    Artifacts artifacts() {
        return artifacts;
    }

    ImagePuller puller() {
        return puller;
    }

    DockerOptions options() {
        return options;
    }

    TaskListener listener() {
        return listener;
    }

    String owner() {
        return owner;
    }

    EngineFacts facts() {
        return facts;
    }

    /** The engine turned out to have no init of its own: containers are started without one from now on. */
    void giveUpInit() {
        facts = facts.withoutInit();
    }

    /** Volumes of claims that were made by this process and that no container has used yet. */
    Set<String> newVolumes() {
        return newVolumes;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        alarms.shutdownNow();
    }

    Instant now() {
        return options.clock().instant();
    }

    /** Runs {@code action} at {@code instant}, at once when that is past; never after the executor has been closed. */
    Future<?> at(Instant instant, Runnable action) {
        long millis = Math.max(0, Duration.between(now(), instant).toMillis());
        try {
            return alarms.schedule(
                    () -> {
                        Thread.ofVirtual().name("deadline").start(action);
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** A request that may be repeated. */
    interface Call<T> {
        T run() throws IOException;
    }

    /**
     * Repeats the call while the engine is away, for as long as the options have patience.
     *
     * @throws EngineLostException when it stayed away, or the executor was closed
     */
    <T> T patiently(Call<T> call) throws IOException {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.run();
            } catch (EngineLostException e) {
                boolean enough =
                        System.nanoTime() - start >= options.enginePatience().toNanos();
                if (enough || closed) {
                    throw e;
                }
                sleep(pause, e);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            }
        }
    }

    /** Lets the engine come to itself. */
    void pauseAfter(EngineLostException lost) throws EngineLostException {
        sleep(FIRST_PAUSE, lost);
    }

    private static void sleep(Duration pause, EngineLostException lost) throws EngineLostException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost;
        }
    }
}
