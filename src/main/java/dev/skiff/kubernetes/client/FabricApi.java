package dev.skiff.kubernetes.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The API through fabric8's HTTP client, which brings identity, TLS and patience with servers that are busy. */
public final class FabricApi implements KubeApi {
    /** Below what a server takes on one connection (100 by default in old ones), with room for watches. */
    private static final int CALLS_AT_ONCE = 64;
    /** Each has a connection of its own. */
    private static final int CALLERS_AT_ONCE = 256;

    /** Pods by the thousand are to keep nobody waiting, least of all the statuses that tell of them. */
    private static final int BULK_AT_ONCE = 48;

    /** No object is larger than what etcd takes, about 1.5 MiB; a list has no lines. */
    private static final int LONGEST_LINE = 32 * 1024 * 1024;

    /** Of the words of a refusal. */
    private static final int LONGEST_REFUSAL = 64 * 1024;

    private final KubernetesClient client;
    private final HttpClient http;
    private final String server;
    private final Throttle urgent;
    private final Throttle bulk;

    /** @param client closed with this */
    public FabricApi(KubernetesClient client) {
        this(client, CALLS_AT_ONCE - BULK_AT_ONCE, BULK_AT_ONCE);
    }

    private FabricApi(KubernetesClient client, int urgentAtOnce, int bulkAtOnce) {
        this.urgent = new Throttle(urgentAtOnce);
        this.bulk = new Throttle(bulkAtOnce);
        this.client = client;
        this.http = client.getHttpClient();
        Config config = client.getConfiguration();
        this.server = config.getMasterUrl().replaceFirst("/+$", "");
    }

    /** For calls of many others, none of which is to wait for another's: see {@link Connections#anonymous}, {@link Connections.Manner#CALLERS}. @param client closed with this */
    public static FabricApi forCallers(KubernetesClient client) {
        return new FabricApi(client, CALLERS_AT_ONCE, CALLERS_AT_ONCE);
    }

    @Override
    public CompletableFuture<Answer> send(Call call) {
        if (isLease(call)) {
            return sent(call);
        }
        return (isBulk(call) ? bulk : urgent).enter(() -> sent(call));
    }

    private CompletableFuture<Answer> sent(Call call) {
        return http.sendAsync(request(call, false), byte[].class)
                .handle((response, failure) -> answer(call, response, failure));
    }

    /** A lease that is not renewed in time ends everything, and there is one such call at a time: it waits for nothing. */
    private static boolean isLease(Call call) {
        return call.path().startsWith("/apis/coordination.k8s.io/");
    }

    /** Whether there may be thousands of such calls at once: creating and deleting pods, and writing Events. */
    static boolean isBulk(Call call) {
        String path = call.path();
        return switch (call.method()) {
            case "POST" -> path.endsWith("/pods") || path.endsWith("/events");
            case "DELETE" -> path.contains("/pods/");
            default -> false;
        };
    }

    private static Answer answer(Call call, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        if (response == null) {
            throw KubeProblem.unreachable(call, failure == null ? new IllegalStateException("no answer") : failure);
        }
        byte[] body = response.body() == null ? new byte[0] : response.body();
        if (!response.isSuccessful()) {
            throw KubeProblem.of(call, response.code(), body);
        }
        return new Answer(response.code(), body);
    }

    private HttpRequest request(Call call, boolean streaming) {
        HttpRequest.Builder builder =
                http.newHttpRequestBuilder().uri(server + call.path()).setHeader("Accept", call.accept());
        identify(call.as(), builder);
        byte[] body = call.body();
        if (body == null && call.method().equals("GET")) {
            builder.method("GET", null, null);
        } else if (body == null) {
            // without any body the client would send a GET, whatever the method
            builder.method(call.method(), Call.JSON, "");
        } else {
            // no stream: the client sends the call again when a server is busy, and a stream has nothing more then
            builder.method(call.method(), call.contentType(), new String(body, StandardCharsets.UTF_8));
        }
        if (streaming) {
            builder.forStreaming();
        } else {
            builder.timeout(60, TimeUnit.SECONDS);
        }
        return builder.build();
    }

    private static void identify(ActingAs as, HttpRequest.Builder request) {
        switch (as) {
            case ActingAs.Itself ignored -> {}
            case ActingAs.Bearer bearer -> request.setHeader("Authorization", "Bearer " + bearer.token());
            case ActingAs.User user -> {
                request.setHeader("Impersonate-User", user.name());
                user.groups().forEach(group -> request.header("Impersonate-Group", group));
            }
        }
    }

    @Override
    public Stream open(Call call, Consumer<byte[]> lines) {
        Lines cut = new Lines(lines, LONGEST_LINE);
        return open(new Reading(call, cut::take, cut::finish, true));
    }

    @Override
    public Stream follow(Call call, Consumer<byte[]> chunks) {
        return open(new Reading(call, buffers -> buffers.forEach(b -> chunks.accept(bytes(b))), () -> {}, true));
    }

    @Override
    public Incoming read(Call call) {
        AtomicReference<@Nullable Reading> reading = new AtomicReference<>();
        return new Incoming(
                pieces -> {
                    Reading made = new Reading(call, buffers -> pieces.accept(joined(buffers)), () -> {}, false);
                    reading.set(made);
                    return open(made);
                },
                () -> Objects.requireNonNull(reading.get()).more());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] joined(List<ByteBuffer> buffers) {
        ByteBuffer all = ByteBuffer.allocate(
                buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(all::put);
        return all.array();
    }

    private Stream open(Reading reading) {
        Call call = reading.call;
        http.consumeBytes(request(call, true), reading::take).whenComplete(reading::begun);
        return reading;
    }

    private static final class Reading implements Stream {
        private final Call call;
        private final Consumer<List<ByteBuffer>> sink;
        private final Runnable last;
        private final boolean atOnce;
        private final AtomicReference<@Nullable ByteArrayOutputStream> refusal = new AtomicReference<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final AtomicReference<@Nullable AsyncBody> body = new AtomicReference<>();
        private final AtomicBoolean closed = new AtomicBoolean();

        /**
         * @param last is called after a whole answer
         * @param atOnce whether more is read as soon as the sink is done, or when somebody says so
         */
        Reading(Call call, Consumer<List<ByteBuffer>> sink, Runnable last, boolean atOnce) {
            this.call = call;
            this.sink = sink;
            this.last = last;
            this.atOnce = atOnce;
        }

        void more() {
            AsyncBody open = body.get();
            if (open != null) {
                open.consume();
            }
        }

        private void take(List<ByteBuffer> buffers, AsyncBody from) {
            if (closed.get()) {
                from.cancel();
                return;
            }
            ByteArrayOutputStream refused = refusal.get();
            if (refused != null) {
                byte[] words = joined(buffers);
                refused.write(words, 0, Math.min(words.length, LONGEST_REFUSAL - refused.size()));
                from.consume();
                return;
            }
            try {
                sink.accept(buffers);
                if (atOnce) {
                    from.consume();
                }
            } catch (RuntimeException e) {
                end.completeExceptionally(e); // first: being cancelled is an end, too, and says less
                from.cancel();
            }
        }

        private void begun(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable failure) {
            if (response == null) {
                end.completeExceptionally(KubeProblem.unreachable(
                        call, failure == null ? new IllegalStateException("no answer") : failure));
                return;
            }
            body.set(response.body());
            if (!response.isSuccessful()) {
                ByteArrayOutputStream words = new ByteArrayOutputStream();
                refusal.set(words);
                response.body()
                        .done()
                        .whenComplete((nothing, broken) ->
                                end.completeExceptionally(KubeProblem.of(call, response.code(), words.toByteArray())));
                response.body().consume();
                return;
            }
            response.body().done().whenComplete((nothing, broken) -> ended(broken));
            if (closed.get()) {
                response.body().cancel();
            } else {
                response.body().consume();
            }
        }

        private void ended(@Nullable Throwable broken) {
            if (broken == null || closed.get()) {
                try {
                    last.run();
                    end.complete(null);
                } catch (RuntimeException e) {
                    end.completeExceptionally(e);
                }
            } else {
                end.completeExceptionally(KubeProblem.unreachable(call, broken));
            }
        }

        @Override
        public CompletableFuture<Void> end() {
            return end;
        }

        @Override
        public void close() {
            closed.set(true);
            end.complete(null);
            AsyncBody open = body.get();
            if (open != null) {
                open.cancel();
            }
        }
    }

    @Override
    public String namespace() {
        String own = client.getNamespace();
        return own == null || own.isEmpty() ? "default" : own;
    }

    @Override
    public void close() {
        client.close();
    }
}
