package dev.skiff.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.service.Authorities;
import dev.skiff.port.service.OidcSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads small documents from an issuer; neither a slow one nor a large answer is waited for. */
final class IssuerHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration WHOLE = Duration.ofSeconds(5);
    /** Some hundred keys. */
    private static final int LARGEST = 512 * 1024;

    private final HttpClient client;

    IssuerHttp(@Nullable Path authorities) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL);
        if (authorities != null) {
            builder.sslContext(Authorities.in(authorities));
        }
        this.client = builder.build();
    }

    /** @throws IOException that says in a sentence why there is none */
    String text(URI url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(WHOLE)
                .header("Accept", "application/json")
                .build();
        // headers and body together: a timeout of the request is over once it has headers
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
        try {
            HttpResponse<byte[]> answer = sent.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("it answers with the status " + answer.statusCode());
            }
            if (!OidcSettings.isSafe(answer.uri())) {
                throw new IOException("it leads to " + answer.uri().getScheme() + "://"
                        + answer.uri().getHost());
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException("it has not answered within " + WHOLE.toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw new IOException(words(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("nobody waits for it any more", e);
        }
    }

    /** The JDK tells of an unknown host or a closed port by a class, without words. */
    private static String words(Throwable cause) {
        Throwable root = cause;
        while (root.getMessage() == null && root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    JsonNode json(URI url) throws IOException {
        String text = text(url);
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IOException("what it answers with is no JSON", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
