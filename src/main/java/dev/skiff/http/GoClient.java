package dev.skiff.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends a request as Go's {@code http.Client} does: redirects and what they keep, limits, the words of its messages. */
final class GoClient implements AutoCloseable {
    private static final int REDIRECTS = 10;
    private static final Duration DIAL = Duration.ofSeconds(30);
    private static final Set<Integer> MOVED = Set.of(301, 302, 303);
    private static final Set<Integer> REPEATED = Set.of(307, 308);
    private static final List<String> SECRET_FIELDS = List.of("Authorization", "Www-Authenticate", "Cookie", "Cookie2");
    /** Set by the connection itself, as Go's does. */
    private static final Set<String> OWN_FIELDS = Set.of("content-length", "transfer-encoding", "trailer", "host");

    static {
        // a template may say which host it means (RES-04); the client reads this once
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection,expect,upgrade");
    }

    private final HttpClient client;
    private final int limit;

    /** @param limit of a response's body in bytes */
    GoClient(HttpClient.Builder client, int limit) {
        this.client = client.connectTimeout(DIAL)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.limit = limit;
    }

    /**
     * @param method empty for GET
     * @param host value of the field {@code Host}; null for the URL's
     * @param timeout for everything until the body has been read; null for none
     */
    record Request(
            String method,
            GoUrl url,
            Headers headers,
            @Nullable String host,
            byte[] body,
            @Nullable Duration timeout) {

        String failed() {
            return GoUrl.operation(method) + " " + GoUrl.quote(url.shown()) + ": ";
        }
    }

    /** @param headers canonical name → values */
    record Response(int status, Map<String, List<String>> headers, byte[] body) {}

    /** @throws RequestFailed when no whole answer came; with Go's words where it has some */
    Response send(Request first) throws RequestFailed, InterruptedException {
        long begin = System.nanoTime();
        Request request = first;
        for (int sent = 1; ; sent++) {
            HttpResponse<byte[]> answer = exchange(request, left(first, begin));
            String location = answer.headers().firstValue("Location").orElse("");
            if (!isRedirect(answer.statusCode()) || location.isEmpty()) {
                return new Response(
                        answer.statusCode(), Headers.canonical(answer.headers().map()), answer.body());
            }
            request = redirected(first, request, answer.statusCode(), location);
            if (sent >= REDIRECTS) {
                throw new RequestFailed(request.failed() + "stopped after " + REDIRECTS + " redirects");
            }
        }
    }

    private static @Nullable Duration left(Request first, long begin) {
        return first.timeout == null ? null : first.timeout.minusNanos(System.nanoTime() - begin);
    }

    private static boolean isRedirect(int status) {
        return MOVED.contains(status) || REPEATED.contains(status);
    }

    private static Request redirected(Request first, Request last, int status, String location) throws RequestFailed {
        boolean moved = MOVED.contains(status);
        String method = !moved || last.method.equals("HEAD") || last.method.isEmpty() ? last.method : "GET";
        GoUrl to = last.url.resolve(location, method);
        Headers headers = new Headers();
        boolean stays = isWithin(to.host(), first.url.host());
        String failed = last.failed();
        for (Map.Entry<String, String> field : entries(last.headers)) {
            if (stays || SECRET_FIELDS.stream().noneMatch(s -> s.equalsIgnoreCase(field.getKey()))) {
                headers.add(field.getKey(), field.getValue(), failed);
            }
        }
        boolean downgraded = last.url.scheme().equals("https") && to.scheme().equals("http");
        headers.remove("Referer");
        if (!downgraded) {
            headers.add("Referer", last.url.uri().toString(), failed);
        }
        boolean relative = !location.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*");
        return new Request(
                method, to, headers, relative ? last.host : null, moved ? new byte[0] : last.body, first.timeout);
    }

    private static List<Map.Entry<String, String>> entries(Headers headers) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        headers.each((name, value) -> all.add(Map.entry(name, value)));
        return all;
    }

    private static boolean isWithin(String host, String parent) {
        String inner = host.toLowerCase(Locale.ROOT);
        String outer = parent.toLowerCase(Locale.ROOT);
        return inner.equals(outer) || inner.endsWith("." + outer);
    }

    private HttpResponse<byte[]> exchange(Request request, @Nullable Duration left)
            throws RequestFailed, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = client.sendAsync(built(request), this::body);
        } catch (IllegalArgumentException e) {
            throw new RequestFailed(request.failed() + e.getMessage());
        }
        try {
            return left == null ? answer.get() : answer.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RequestFailed(request.failed() + "context deadline exceeded (timeoutSeconds: "
                    + (request.timeout == null ? 0 : request.timeout.toSeconds()) + ")");
        } catch (ExecutionException e) {
            throw new RequestFailed(request.failed() + why(request.url, e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    private Body body(HttpResponse.ResponseInfo info) {
        boolean leadsOn = isRedirect(info.statusCode())
                && info.headers().firstValue("Location").isPresent();
        return leadsOn
                ? Body.none()
                : Body.upTo(
                        limit, info.headers().firstValueAsLong("Content-Length").orElse(-1));
    }

    private static HttpRequest built(Request request) {
        GoUrl url = request.url;
        var builder = HttpRequest.newBuilder(url.uri())
                .version(url.scheme().equals("https") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .method(
                        request.method.isEmpty() ? "GET" : request.method,
                        request.body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(request.body));
        request.headers.each((name, value) -> {
            if (!OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
                builder.header(name, value);
            }
        });
        if (request.host != null) {
            builder.header("Host", request.host);
        }
        if (!request.headers.has("User-Agent")) {
            builder.header("User-Agent", "skiff");
        }
        String user = url.userInfo();
        if (user != null && !request.headers.has("Authorization")) {
            String pair = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
            byte[] basic = (pair.contains(":") ? pair : pair + ":").getBytes(StandardCharsets.UTF_8);
            builder.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(basic));
        }
        return builder.build();
    }

    private static String why(GoUrl url, @Nullable Throwable cause) {
        int port = url.uri().getPort();
        String address = url.host() + ":" + (port >= 0 ? port : url.scheme().equals("https") ? 443 : 80);
        return switch (cause) {
            case Body.TooLarge large -> String.valueOf(large.getMessage());
            case HttpConnectTimeoutException slow -> "dial tcp " + address + ": i/o timeout";
            case ConnectException refused
            when isUnresolved(refused) -> "dial tcp: lookup " + url.host() + ": no such host";
            case ConnectException refused -> "dial tcp " + address + ": connect: connection refused";
            case SSLException tls
            when isVerification(tls) ->
                "tls: failed to verify certificate: " + tls.getMessage() + " (insecureSkipVerify: true does without)";
            case SSLException tls -> "tls: " + tls.getMessage();
            case IOException io when io.getMessage() != null && io.getMessage().contains("received no bytes") -> "EOF";
            case null -> "unknown failure";
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }

    private static boolean isUnresolved(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVerification(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
