package dev.skiff.kubernetes.client.wire;

import dev.skiff.kubernetes.client.wire.Dialer.Origin;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.InputStreamBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way, and what becomes of it. */
final class Exchange {
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final byte[] NOTHING = {};

    private final StandardHttpRequest request;
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final CompletableFuture<HttpResponse<AsyncBody>> response = new CompletableFuture<>();
    private final long asked = System.nanoTime();
    private @Nullable Origin origin;
    private byte[] bytes = NOTHING;

    Exchange(StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        this.request = request;
        this.consumer = consumer;
    }

    StandardHttpRequest request() {
        return request;
    }

    AsyncBody.Consumer<List<ByteBuffer>> consumer() {
        return consumer;
    }

    CompletableFuture<HttpResponse<AsyncBody>> response() {
        return response;
    }

    void fail(Throwable why) {
        response.completeExceptionally(why);
    }

    Origin origin() {
        if (origin == null) {
            throw new IllegalStateException("not prepared");
        }
        return origin;
    }

    /** By {@link System#nanoTime}. */
    long asked() {
        return asked;
    }

    /** Until the answer is whole; null when it may take as long as it likes. */
    @Nullable
    Duration within() {
        Duration timeout = request.getTimeout();
        return timeout == null || timeout.isZero() || request.isForStreaming() ? null : timeout;
    }

    /** Whether it may be sent again when nobody knows whether the server has seen it (RFC 9110, 9.2.2). */
    boolean isRepeatable() {
        return REPEATABLE.contains(request.method());
    }

    /** The request as it goes over the line. */
    byte[] bytes() {
        return bytes;
    }

    /** @throws IOException when it cannot be sent to anybody */
    void prepare() throws IOException {
        URI uri = request.uri();
        origin = Origin.of(uri);
        byte[] body = body();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head =
                new StringBuilder(512).append(request.method()).append(' ').append(path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(origin.name()).append("\r\n");
        String type = request.getContentType();
        boolean typed = type != null && !type.isEmpty() && request.body() != null;
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            if (typed && header.getKey().equalsIgnoreCase("Content-Type")) {
                continue;
            }
            for (String value : header.getValue()) {
                head.append(plain(header.getKey()))
                        .append(": ")
                        .append(plain(value))
                        .append("\r\n");
            }
        }
        if (typed) {
            head.append("Content-Type: ").append(plain(type)).append("\r\n");
        }
        if (request.body() != null
                || !REPEATABLE.contains(request.method())
                || request.method().equals("PUT")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        bytes = new byte[start.length + body.length];
        System.arraycopy(start, 0, bytes, 0, start.length);
        System.arraycopy(body, 0, bytes, start.length, body.length);
    }

    /** A header with a line end in it would be two headers, or more than a request. */
    private static String plain(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c > 0xff || c == 0x7f) {
                throw new IOException("a header of the request has a character that no header may have");
            }
        }
        return text;
    }

    private byte[] body() throws IOException {
        StandardHttpRequest.BodyContent body = request.body();
        return switch (body) {
            case null -> NOTHING;
            case StringBodyContent text -> text.getContent().getBytes(StandardCharsets.UTF_8);
            case ByteArrayBodyContent content -> content.getContent();
            case InputStreamBodyContent content -> {
                try (InputStream in = content.getContent()) {
                    yield in.readAllBytes();
                }
            }
            default -> throw new IOException("a body of " + body.getClass() + " cannot be sent");
        };
    }
}
