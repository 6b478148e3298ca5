package dev.skiff.kubernetes.registry;

import dev.skiff.kubernetes.pods.ImageStarts.UnknownImageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Requests to registries: bounded in size and time, encrypted unless the registry is excepted, a token for one host alone. Blocks. */
final class RegistryHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int REDIRECTS = 4;
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

    private final HttpClient client;
    private final Set<String> plain;
    private final Duration patience;

    /**
     * @param plain registries, as images name them, that are spoken to without encryption
     * @param patience for one request and its answer
     */
    RegistryHttp(Set<String> plain, Duration patience) {
        this.plain = Set.copyOf(plain);
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(task -> Thread.ofVirtual().start(task))
                .build();
    }

    record Answer(int status, HttpHeaders headers, byte[] body) {}

    /** Where a registry answers: {@code https://host}, or {@code http://} for this very machine and for those that are excepted. */
    URI base(String registry) {
        boolean open = plain.contains(registry) || isLoopback(URI.create("http://" + registry));
        return URI.create((open ? "http://" : "https://") + registry);
    }

    private static boolean isLoopback(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /**
     * Follows redirects; the authorization goes along to the same host only.
     *
     * @param authorization value of the header; null for none
     * @param limit of the answer's body, in bytes
     * @throws UnknownImageException when there is no answer, or none that may be read
     */
    Answer get(URI uri, String accept, @Nullable String authorization, long limit) {
        URI at = uri;
        String secret = authorization;
        for (int i = 0; i <= REDIRECTS; i++) {
            Answer answer = once(at, accept, secret, limit);
            String location = answer.headers().firstValue("Location").orElse("");
            if (!MOVED.contains(answer.status()) || location.isEmpty()) {
                return answer;
            }
            URI next = resolved(at, location);
            if (!next.getAuthority().equals(at.getAuthority())
                    || !next.getScheme().equals(at.getScheme())) {
                secret = null;
            }
            at = next;
        }
        throw new UnknownImageException(uri.getAuthority() + " redirects again and again");
    }

    private static URI resolved(URI from, String location) {
        try {
            return checked(from, from.resolve(location));
        } catch (IllegalArgumentException e) {
            throw new UnknownImageException(from.getAuthority() + " redirects to what is no URL");
        }
    }

    /**
     * A registry may name another host for its tokens and contents; from one that is encrypted nothing leads to one that is not.
     *
     * @return {@code to}
     */
    static URI checked(URI from, URI to) {
        boolean encrypted = "https".equalsIgnoreCase(to.getScheme());
        boolean asBefore =
                "http".equalsIgnoreCase(to.getScheme()) && from.getScheme().equals("http");
        if (to.getHost() == null || !(encrypted || asBefore)) {
            throw new UnknownImageException(
                    from.getAuthority() + " refers to an address that is not encrypted, or none");
        }
        return to;
    }

    private Answer once(URI uri, String accept, @Nullable String authorization, long limit) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(patience).header("Accept", accept);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), limit));
        try {
            HttpResponse<byte[]> response = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw unreachable(uri, "no whole answer in " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw unreachable(uri, "interrupted");
        } catch (ExecutionException e) {
            throw unreachable(uri, reason(e.getCause(), limit));
        }
    }

    private static UnknownImageException unreachable(URI uri, String why) {
        return new UnknownImageException(uri.getAuthority() + " cannot be reached: " + why);
    }

    private static String reason(@Nullable Throwable cause, long limit) {
        for (Throwable c = cause; c != null; c = c.getCause()) {
            if (c instanceof UnresolvedAddressException) {
                return "no such host";
            }
        }
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        if (cause instanceof SSLException) {
            return "no encrypted connection: " + cause.getMessage();
        }
        boolean tooLarge = cause instanceof IOException
                && cause.getMessage() != null
                && cause.getMessage().contains("exceeds capacity");
        if (tooLarge) {
            return "its answer has more than " + limit + " bytes";
        }
        return cause == null || cause.getMessage() == null ? "the connection broke" : cause.getMessage();
    }
}
