package dev.skiff.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.Trust;
import dev.skiff.port.service.Authorities;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Sends requests of one caller to one server. */
final class Transport implements AutoCloseable {
    /** What a message of Argo's server may have. */
    private static final int LARGEST_ANSWER = 100 << 20;

    private static final int LARGEST_REFUSAL = 1 << 20;
    private static final Duration CONNECTING = Duration.ofSeconds(15);
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,32768}");
    private static final Pattern WITH_SCHEME = Pattern.compile("(?i)(bearer|basic) .*");

    private final ServerAccess access;
    private final String base;
    private final HttpClient client;
    private final Supplier<String> authorization;
    /** Whether another token may be the right one tomorrow. */
    final boolean renewed;

    final Patience patience;

    Transport(ServerAccess access, Patience patience) {
        this(access, patience, client(access), () -> "", false);
    }

    private Transport(
            ServerAccess access,
            Patience patience,
            HttpClient client,
            Supplier<String> authorization,
            boolean renewed) {
        this.access = access;
        this.patience = patience;
        this.base = access.url().toString().replaceAll("/+$", "");
        this.client = client;
        this.authorization = authorization;
        this.renewed = renewed;
    }

    private static HttpClient client(ServerAccess access) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTING)
                .sslContext(trust(access))
                .build();
    }

    private static SSLContext trust(ServerAccess access) {
        Path file = access.authorities();
        if (access.insecure()) {
            return Trust.anybody();
        }
        return file == null ? Trust.usual() : Authorities.in(file);
    }

    /** The same server, as this caller. @throws ServiceException UNAUTHENTICATED when it is no token */
    Transport as(Caller caller) {
        String value = authorization(caller.token());
        return new Transport(access, patience, client, () -> value, false);
    }

    /** The same server, as whoever this is at each request. */
    Transport as(Supplier<Caller> caller) {
        return new Transport(
                access, patience, client, () -> authorization(caller.get().token()), true);
    }

    private static String authorization(String given) {
        String token = given.strip();
        if (!VALUE.matcher(token).matches()) {
            throw new ServiceException(Why.UNAUTHENTICATED, "the token has characters that no token has");
        }
        return token.isEmpty() || WITH_SCHEME.matcher(token).matches() ? token : "Bearer " + token;
    }

    /** Without secrets, for people. */
    String server() {
        return base;
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + pathAndQuery));
        String value = authorization.get();
        if (!value.isEmpty()) {
            request.header("Authorization", value);
        }
        for (String header : access.headers()) {
            int colon = header.indexOf(':');
            try {
                request.header(
                        header.substring(0, Math.max(0, colon)).strip(),
                        header.substring(colon + 1).strip());
            } catch (IllegalArgumentException e) {
                // its text has the value, which may be secret
                throw new ServiceException(
                        Why.INVALID,
                        "a header is 'Name: value', and '" + header.replaceFirst(":.*", ":…")
                                + "' is none that can be sent");
            }
        }
        return request;
    }

    /** @param body null for none. @return what a server says in JSON; an empty object for nothing */
    JsonNode json(String method, String pathAndQuery, @Nullable JsonNode body) throws InterruptedException {
        HttpRequest.Builder request =
                request(pathAndQuery).timeout(access.timeout()).header("Accept", "application/json");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes(body)));
        }
        HttpResponse<InputStream> answer = send(request.build());
        byte[] content = content(answer, answer.statusCode() < 300 ? LARGEST_ANSWER : LARGEST_REFUSAL);
        if (answer.statusCode() >= 300) {
            throw Problems.of(answer.statusCode(), content, base);
        }
        JsonNode tree = content.length == 0 ? ModelMapper.lenient().createObjectNode() : Problems.tree(content);
        if (tree == null || !tree.isObject()) {
            throw new ServiceException(
                    Why.INTERNAL, base + " answers with something else than JSON: is it a server of workflows?");
        }
        return tree;
    }

    /** An open answer. @throws ServiceException when it is a refusal */
    HttpResponse<InputStream> open(String pathAndQuery, String accept) throws InterruptedException {
        HttpResponse<InputStream> answer =
                send(request(pathAndQuery).header("Accept", accept).GET().build());
        if (answer.statusCode() >= 300) {
            throw Problems.of(answer.statusCode(), content(answer, LARGEST_REFUSAL), base);
        }
        return answer;
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** @throws InterruptedException when it was broken off here */
    ServiceException lost(IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while " + base + " was spoken to");
        }
        return Problems.unreachable(e, base);
    }

    private byte[] content(HttpResponse<InputStream> answer, int limit) throws InterruptedException {
        try (InputStream in = answer.body()) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new ServiceException(
                        Why.TOO_LARGE,
                        base + " answers with more than " + (limit >> 20) + " MiB: ask for less at once");
            }
            return content;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return ModelMapper.lenient().writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
