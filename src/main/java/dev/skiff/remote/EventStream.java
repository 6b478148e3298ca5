package dev.skiff.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads one answer of a streaming operation: Server-Sent Events, or a JSON object on each line, each of them {@code {"result": …}} or
 * {@code {"error": …}}.
 */
final class EventStream {
    private static final int LONGEST_LINE = 100 << 20;
    private static final int CHUNK = 1 << 14;
    /** Our servers say something every 20 seconds; one that does so once and is silent then is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    private final Transport transport;
    private final Sink<JsonNode> sink;
    private final Runnable heard;
    private volatile long last = System.nanoTime();
    private volatile boolean beats;
    /** Whether what was said is being worked on: who listens slowly is not the server's silence. */
    private volatile boolean busy;

    /** @param heard told when the server has said anything, be it only that it is there */
    private EventStream(Transport transport, Sink<JsonNode> sink, Runnable heard) {
        this.transport = transport;
        this.sink = sink;
        this.heard = heard;
    }

    /** Returns when the server ends it well. @throws ServiceException UNAVAILABLE when it breaks off */
    static void read(Transport transport, String pathAndQuery, Sink<JsonNode> sink, Runnable heard)
            throws InterruptedException {
        new EventStream(transport, sink, heard).read(pathAndQuery);
    }

    private void read(String pathAndQuery) throws InterruptedException {
        try (InputStream in = transport.open(pathAndQuery, "text/event-stream").body();
                ScheduledExecutorService watchdog = watchdog(in)) {
            try {
                lines(in);
            } finally {
                watchdog.shutdownNow();
            }
        } catch (IOException e) {
            throw transport.lost(e);
        }
    }

    private ScheduledExecutorService watchdog(InputStream in) {
        var watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("stream-watch").factory());
        var unused = watchdog.scheduleWithFixedDelay(
                () -> {
                    if (beats && !busy && System.nanoTime() - last > SILENCE.toNanos()) {
                        try {
                            in.close();
                        } catch (IOException e) {
                            System.getLogger("dev.skiff.remote")
                                    .log(System.Logger.Level.DEBUG, "a silent stream was closed already");
                        }
                    }
                },
                SILENCE.toSeconds(),
                SILENCE.toSeconds() / 3,
                TimeUnit.SECONDS);
        return watchdog;
    }

    private void lines(InputStream in) throws IOException, InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            busy = true;
            heard.run();
            int from = 0;
            for (int i = 0; i < n; i++) {
                if (chunk[i] == '\n') {
                    line.write(chunk, from, i - from);
                    from = i + 1;
                    line(line.toByteArray());
                    line.reset();
                }
            }
            line.write(chunk, from, n - from);
            last = System.nanoTime();
            busy = false;
            if (line.size() > LONGEST_LINE) {
                throw new ServiceException(Why.TOO_LARGE, transport.server() + " sends an event without end");
            }
        }
        // what has no end of line has broken off, unless it is whole all the same
        if (line.size() > 0) {
            line(line.toByteArray());
        }
    }

    private void line(byte[] bytes) throws InterruptedException {
        int from = startsWith(bytes, DATA) ? DATA.length : 0;
        while (from < bytes.length && bytes[from] <= ' ') {
            from++;
        }
        if (from == bytes.length || bytes[from] != '{') {
            // a comment, the end of an event, or a field that is none of ours
            beats |= from < bytes.length && bytes[from] == ':';
            return;
        }
        JsonNode one = Problems.tree(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
        if (one == null) {
            throw new ServiceException(Why.UNAVAILABLE, transport.server() + " broke off within an event");
        }
        if (one.has("error")) {
            throw Problems.of(one.path("error"), 0);
        }
        sink.take(one.path("result"));
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length
                && java.util.Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
