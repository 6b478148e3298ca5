package dev.skiff.http;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.expr.EvalContext;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.Scope;
import dev.skiff.model.Bundle;
import dev.skiff.model.HTTP;
import dev.skiff.model.HTTPHeader;
import dev.skiff.pod.ObjectContents;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork;
import dev.skiff.port.Trust;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Templates of kind {@code http} (RES-04, RES-05). The response's body is the result, whatever the verdict. A request that was on its way
 * when the process died is sent again.
 */
public final class HttpWork implements TaskWork {
    /** Bytes of a response's body; also the limit of an output parameter. */
    static final int LIMIT = 1 << 20;

    private @Nullable GoClient verifying;
    private @Nullable GoClient trusting;

    @Override
    public Task.Kind kind() {
        return Task.Kind.HTTP;
    }

    @Override
    public Outcome perform(Task task, RunContext run, Log log) throws InterruptedException {
        HTTP http = task.template().http();
        if (http == null) {
            return failed("the template has no http", Results.NONE);
        }
        try {
            GoClient.Request request = request(http, run.resources());
            GoClient.Response response =
                    client(Boolean.TRUE.equals(http.insecureSkipVerify())).send(request);
            return judged(http, request.body(), response);
        } catch (RequestFailed e) {
            return failed(String.valueOf(e.getMessage()), Results.NONE);
        }
    }

    private static Outcome failed(String message, Results results) {
        return new Outcome(Verdict.FAILED, null, message, results);
    }

    private synchronized GoClient client(boolean trustAll) {
        GoClient there = trustAll ? trusting : verifying;
        if (there != null) {
            return there;
        }
        HttpClient.Builder builder = HttpClient.newBuilder();
        GoClient made = new GoClient(trustAll ? builder.sslContext(Trust.anybody()) : builder, LIMIT);
        if (trustAll) {
            trusting = made;
        } else {
            verifying = made;
        }
        return made;
    }

    /** @throws RequestFailed when it cannot be sent as it is written */
    static GoClient.Request request(HTTP http, Bundle resources) throws RequestFailed {
        String method = http.method() == null ? "" : http.method();
        if (!method.isEmpty() && !Headers.isToken(method)) {
            throw new RequestFailed("net/http: invalid method " + GoUrl.quote(method));
        }
        GoUrl url = GoUrl.parse(http.url(), method);
        String failed = GoUrl.operation(method) + " " + GoUrl.quote(url.shown()) + ": ";
        Headers headers = new Headers();
        String host = null;
        for (HTTPHeader header : http.headers()) {
            String value = value(header, resources);
            headers.add(header.name(), value, failed);
            host = header.name().equalsIgnoreCase("host") ? value.strip() : host;
        }
        Long seconds = http.timeoutSeconds();
        return new GoClient.Request(
                method, url, headers, host, body(http), seconds == null ? null : Duration.ofSeconds(seconds));
    }

    private static String value(HTTPHeader header, Bundle resources) throws RequestFailed {
        SecretKeySelector secret =
                header.valueFrom() == null ? null : header.valueFrom().secretKeyRef();
        if (secret == null) {
            return header.value() == null ? "" : header.value();
        }
        List<String> problems = new ArrayList<>();
        ObjectContents contents = new ObjectContents(resources, problems::add);
        var reference = new ObjectContents.Reference(ObjectContents.Kind.SECRET, secret.getName(), false);
        Optional<byte[]> value = contents.key(reference, secret.getKey(), "header " + GoUrl.quote(header.name()));
        if (value.isEmpty() || !problems.isEmpty()) {
            throw new RequestFailed(String.join("; ", problems));
        }
        return new String(value.get(), StandardCharsets.UTF_8);
    }

    private static byte[] body(HTTP http) throws RequestFailed {
        if (http.bodyFrom() != null) {
            String bytes = http.bodyFrom().bytes();
            try {
                return bytes == null ? new byte[0] : Base64.getDecoder().decode(bytes);
            } catch (IllegalArgumentException e) {
                throw new RequestFailed("http.bodyFrom.bytes is not base64: " + e.getMessage());
            }
        }
        return http.body() == null ? new byte[0] : http.body().getBytes(StandardCharsets.UTF_8);
    }

    private static Outcome judged(HTTP http, byte[] sent, GoClient.Response response) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        Results results = new Results(Map.of(), body);
        String condition = http.successCondition();
        if (condition == null || condition.isEmpty()) {
            return response.status() / 100 == 2
                    ? new Outcome(Verdict.SUCCEEDED, null, "", results)
                    : failed("received non-2xx response code: " + response.status(), results);
        }
        try {
            return Expressions.test(condition, scope(http, sent, response, body), EvalContext.timeless())
                    ? new Outcome(Verdict.SUCCEEDED, null, "", results)
                    : failed("successCondition '" + condition + "' evaluated false", results);
        } catch (ExprException e) {
            return failed("successCondition cannot be evaluated: " + e.render(condition), results);
        }
    }

    /** What the condition may refer to (features.md section 5). A header from a Secret is not among it, as in Argo. */
    private static Scope scope(HTTP http, byte[] sent, GoClient.Response response, String body) {
        Map<String, Object> headers = new LinkedHashMap<>();
        http.headers().stream()
                .filter(h -> h.valueFrom() == null)
                .forEach(h -> headers.put(h.name(), List.of(h.value() == null ? "" : h.value())));
        Map<String, Object> request = new HashMap<>();
        request.put("method", http.method() == null ? "" : http.method());
        request.put("url", http.url());
        request.put("body", http.body() == null ? "" : http.body());
        String condition = http.successCondition();
        if (condition != null && condition.contains("bodyBytes")) {
            List<Object> bytes = new ArrayList<>(sent.length);
            for (byte b : sent) {
                bytes.add((long) (b & 0xff));
            }
            request.put("bodyBytes", bytes);
        }
        request.put("headers", headers);
        Map<String, Object> answer = new HashMap<>();
        answer.put("statusCode", (long) response.status());
        answer.put("body", body);
        answer.put("headers", response.headers());
        return Scope.of(Map.of("request", request, "response", answer));
    }

    @Override
    public synchronized void close() {
        if (verifying != null) {
            verifying.close();
        }
        if (trusting != null) {
            trusting.close();
        }
    }
}
