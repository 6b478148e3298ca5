package dev.skiff.kubernetes.client.wire;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer to a request, as fabric8 has it. */
record Answered(HttpRequest request, Head head, AsyncBody body) implements HttpResponse<AsyncBody> {

    @Override
    public int code() {
        return head.status();
    }

    @Override
    public List<String> headers(String name) {
        return headers().getOrDefault(name, List.of());
    }

    @Override
    public Map<String, List<String>> headers() {
        return head.headers();
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
        return Optional.empty();
    }
}
