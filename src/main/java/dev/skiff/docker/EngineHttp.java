package dev.skiff.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Requests to one engine. Short ones share a few kept connections; streams have a connection of their own. Thread-safe.
 *
 * <p>Every failure is one of two: {@link EngineException}, the engine's answer, or {@link EngineLostException}, no (whole) answer.
 */
final class EngineHttp implements Closeable {

    private static final int KEPT = 8;
    private static final int MAX_BODY = 256 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SocketAddress address;
    private final String shown;
    private final String prefix;
    private final ConcurrentLinkedDeque<EngineConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<EngineConnection> busy = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor watchdog;
    private volatile boolean closed;

    /**
     * @param shown the address as the user knows it
     * @param prefix {@code /v1.41}, or empty for requests that have no version
     */
    EngineHttp(SocketAddress address, String shown, String prefix) {
        this.address = address;
        this.shown = shown;
        this.prefix = prefix;
        this.watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("docker-timeouts").factory());
        watchdog.setRemoveOnCancelPolicy(true);
    }

    String shown() {
        return shown;
    }

    /** A whole answer, or the reason why there is none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** An answer whose body is read while it comes; closing it ends the request. */
    record Stream(EngineConnection.Head head, InputStream body, Closeable connection) implements Closeable {
        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    Answer call(EngineRequest request) throws IOException {
        EngineConnection kept = idle.pollFirst();
        if (kept != null) {
            try {
                return exchange(kept, request);
            } catch (EngineLostException e) {
                if (kept.answered() || closed) {
                    throw e;
                }
                // the engine had closed the kept connection before this request reached it
            }
        }
        return exchange(connect(), request);
    }

    /** The answer as JSON. */
    JsonNode json(EngineRequest request) throws IOException {
        Answer answer = call(request);
        try {
            JsonNode node = JSON.readTree(answer.body());
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    answer.status(), "the answer to " + request + " is not JSON: " + start(answer.text()));
        }
    }

    /** Sends a body of any length. An engine may refuse it before all of it is sent: what it then says counts. */
    void upload(EngineRequest request, EngineConnection.Upload body) throws IOException {
        EngineConnection connection = connect();
        try (var _ = limit(connection, request.timeout())) {
            IOException cut = null;
            try {
                connection.send(request, prefix, body);
            } catch (IOException e) {
                cut = e;
            }
            EngineConnection.Head head;
            try {
                head = connection.readHead();
            } catch (IOException e) {
                throw cut == null ? e : cut;
            }
            if (head.status() >= 400) {
                throw failure(head, readAll(connection, head));
            }
            if (cut != null) {
                throw cut;
            }
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw lost(request, e);
        } finally {
            drop(connection);
        }
    }

    /** Sends the request and reads the head; the caller reads the body and closes it. */
    Stream open(EngineRequest request) throws IOException {
        EngineConnection connection = connect();
        boolean given = false;
        try (var _ = limit(connection, request.timeout())) {
            connection.send(request, prefix);
            EngineConnection.Head head = connection.readHead();
            if (head.status() >= 400) {
                throw failure(head, readAll(connection, head));
            }
            InputStream body = connection.body(head.status() == 101 ? new EngineConnection.Head(101, Map.of()) : head);
            given = true;
            return new Stream(head, body, () -> drop(connection));
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw lost(request, e);
        } finally {
            if (!given) {
                drop(connection);
            }
        }
    }

    /** Ends every request that is under way. */
    @Override
    public void close() {
        closed = true;
        watchdog.shutdownNow();
        busy.forEach(EngineConnection::close);
        idle.forEach(EngineConnection::close);
    }

    private Answer exchange(EngineConnection connection, EngineRequest request) throws IOException {
        boolean keep = false;
        busy.add(connection);
        try (var _ = limit(connection, request.timeout())) {
            connection.send(request, prefix);
            EngineConnection.Head head = connection.readHead();
            byte[] body = readAll(connection, head);
            keep = !head.header("connection").equalsIgnoreCase("close") && framed(head);
            if (head.status() >= 400) {
                throw failure(head, body);
            }
            return new Answer(head.status(), body);
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw lost(request, e);
        } finally {
            busy.remove(connection);
            keepOrDrop(connection, keep);
        }
    }

    private void keepOrDrop(EngineConnection connection, boolean keep) {
        if (keep && !closed && idle.size() < KEPT) {
            idle.addFirst(connection);
        } else {
            connection.close();
        }
    }

    private EngineConnection connect() throws IOException {
        if (closed) {
            throw new EngineLostException("the connection to the container engine has been closed", new IOException());
        }
        try {
            EngineConnection connection = EngineConnection.open(address);
            busy.add(connection);
            return connection;
        } catch (IOException e) {
            throw new EngineLostException("the container engine at " + shown + " does not answer: " + reason(e), e);
        }
    }

    private void drop(EngineConnection connection) {
        busy.remove(connection);
        connection.close();
    }

    private static boolean framed(EngineConnection.Head head) {
        return head.status() == 204
                || head.status() == 304
                || head.headers().containsKey("content-length")
                || head.headers().containsKey("transfer-encoding");
    }

    private static byte[] readAll(EngineConnection connection, EngineConnection.Head head) throws IOException {
        byte[] body = connection.body(head).readNBytes(MAX_BODY);
        if (body.length == MAX_BODY) {
            throw new IOException("the answer is larger than " + (MAX_BODY >> 20) + " MiB");
        }
        return body;
    }

    private static EngineException failure(EngineConnection.Head head, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String message = "";
        try {
            message = JSON.readTree(text).path("message").asText("");
        } catch (JsonProcessingException e) {
            // Podman and proxies sometimes answer in plain text, which is shown as it is
        }
        String shownText = message.isEmpty() ? start(text) : message;
        return new EngineException(head.status(), shownText.isEmpty() ? "status " + head.status() : shownText);
    }

    private EngineLostException lost(EngineRequest request, IOException cause) {
        return new EngineLostException(
                "the container engine at " + shown + " did not answer " + request + ": " + reason(cause), cause);
    }

    static String reason(Throwable cause) {
        return switch (cause) {
            case ClosedChannelException _ -> "no answer in time";
            default -> {
                String message = cause.getMessage();
                yield message == null ? cause.getClass().getSimpleName() : message;
            }
        };
    }

    private static String start(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private Limit limit(EngineConnection connection, Duration timeout) throws IOException {
        if (timeout.isZero()) {
            return () -> {};
        }
        AtomicBoolean done = new AtomicBoolean();
        try {
            Future<?> bell = watchdog.schedule(
                    () -> {
                        if (!done.get()) {
                            connection.close();
                        }
                    },
                    timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
            return () -> {
                done.set(true);
                bell.cancel(false);
            };
        } catch (RejectedExecutionException e) {
            throw new IOException("the connection to the container engine has been closed", e);
        }
    }

    private interface Limit extends AutoCloseable {
        @Override
        void close();
    }
}
