package dev.skiff.docker;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows one container to its end: its output, and the end itself. Two connections of its own; when the engine goes away both break, and
 * a new watch goes on where this one stopped (the sink knows what it has).
 */
final class ContainerWatch implements Closeable {

    /** After the end nothing holds the output open but the engine. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    private final EngineApi api;
    private final String container;
    private final OutputSink sink;
    private final EngineHttp.Stream output;
    private final EngineHttp.Stream end;
    private final Thread pump;
    private volatile @Nullable IOException outputBroke;

    private ContainerWatch(
            EngineApi api, String container, OutputSink sink, EngineHttp.Stream output, EngineHttp.Stream end) {
        this.api = api;
        this.container = container;
        this.sink = sink;
        this.output = output;
        this.end = end;
        this.pump = Thread.ofVirtual().name("output of " + container).start(this::pump);
    }

    /** For a container that has been created: nothing that it writes is missed. */
    static ContainerWatch beforeStart(EngineApi api, String container, OutputSink sink) throws IOException {
        return watch(api, container, sink, api.attach(container), "next-exit");
    }

    /** For a container that runs or has ended: what it has written comes first. */
    static ContainerWatch afterStart(EngineApi api, String container, OutputSink sink) throws IOException {
        sink.fromTheBeginning();
        return watch(api, container, sink, api.logs(container), "not-running");
    }

    private static ContainerWatch watch(
            EngineApi api, String container, OutputSink sink, EngineHttp.Stream output, String condition)
            throws IOException {
        boolean watching = false;
        try {
            ContainerWatch watch = new ContainerWatch(api, container, sink, output, api.await(container, condition));
            watching = true;
            return watch;
        } finally {
            if (!watching) {
                output.close();
            }
        }
    }

    /**
     * Returns when the container has ended and its output has been delivered.
     *
     * @throws EngineLostException when the engine went away
     */
    void await() throws IOException {
        try {
            byte[] answer = end.body().readNBytes(64 << 10);
            if (answer.length == 0) {
                throw new IOException("the answer is empty");
            }
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw new EngineLostException(
                    "the container engine at " + api.shown() + " went away: " + EngineHttp.reason(e), e);
        }
        lastWords();
    }

    @Override
    public void close() {
        closeQuietly(output);
        closeQuietly(end);
    }

    private void lastWords() throws IOException {
        try {
            if (!pump.join(LAST_WORDS)) {
                outputBroke = new IOException("the output did not end with the container");
                closeQuietly(output);
                pump.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineLostException("interrupted", e);
        }
        if (outputBroke != null) { // the log still has all of it
            sink.fromTheBeginning();
            try (EngineHttp.Stream logs = api.logs(container)) {
                OutputFrames.copy(logs.body(), sink::accept);
            } catch (EngineException | EngineLostException e) {
                throw e;
            } catch (IOException e) {
                throw new EngineLostException("the log of " + container + " broke off: " + EngineHttp.reason(e), e);
            }
        }
    }

    private void pump() {
        try {
            OutputFrames.copy(output.body(), sink::accept);
        } catch (IOException e) {
            outputBroke = e;
        }
    }

    private static void closeQuietly(EngineHttp.Stream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // it is not needed any more
        }
    }
}
