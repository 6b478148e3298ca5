package dev.skiff.kubernetes.client.wire;

import static dev.skiff.kubernetes.client.wire.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that says each byte itself. */
class WireTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private @Nullable RawServer server;
    private final HttpClient client = client();

    /** One that tries nothing twice by itself. */
    private static HttpClient client() {
        HttpClient.Builder builder = new WireFactory().newBuilder();
        builder.tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build());
        return builder.build();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private void serve(RawServer.Script script) {
        server = RawServer.start(script);
    }

    private RawServer server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    private HttpRequest.Builder to(String path) {
        return client.newHttpRequestBuilder().uri("http://127.0.0.1:" + server().port() + path);
    }

    private CompletableFuture<HttpResponse<byte[]>> sent(HttpRequest request) {
        return client.sendAsync(request, byte[].class);
    }

    private static String text(CompletableFuture<HttpResponse<byte[]>> answer) throws Exception {
        return new String(answer.get(20, TimeUnit.SECONDS).body(), StandardCharsets.UTF_8);
    }

    @Test
    void lengthsChunksAndTheEndOfTheConnectionSayWhereABodyEnds() throws Exception {
        serve((request, out) -> {
            String path = request.split(" ")[1];
            switch (path) {
                case "/length" -> write(out, "HTTP/1.1 200 OK\r\ncontent-length:  6 \r\n\r\nlength");
                case "/chunks" ->
                    write(
                            out,
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nchu\r\n0003\r\nnks\r\n0\r\nX: y\r\n\r\n");
                case "/nothing" -> write(out, "HTTP/1.1 204 No Content\r\n\r\n");
                case "/first-a-hint" -> write(out, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK);
                default -> {
                    write(out, "HTTP/1.1 200 OK\r\n\r\nthe rest");
                    throw new IOException("closed");
                }
            }
        });

        assertThat(text(sent(to("/length").build()))).isEqualTo("length");
        assertThat(text(sent(to("/chunks").build()))).isEqualTo("chunks");
        assertThat(text(sent(to("/nothing").build()))).isEmpty();
        assertThat(text(sent(to("/first-a-hint").build()))).isEqualTo("ok");
        assertThat(text(sent(to("/").build()))).isEqualTo("the rest");
        assertThat(text(sent(to("/length").build()))).isEqualTo("length");
    }

    @Test
    void aRequestGoesOutAsItWasSaid() throws Exception {
        serve((request, out) -> write(out, "HTTP/1.1 409 Conflict\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"));

        HttpResponse<byte[]> answer = sent(to("/a%2Fb?c=d%20e")
                        .setHeader("Accept", "x/y")
                        .method("PATCH", "application/merge-patch+json", "{\"ä\":1}")
                        .build())
                .get(20, TimeUnit.SECONDS);

        assertThat(answer.code()).isEqualTo(409);
        assertThat(answer.headers("retry-after")).containsExactly("7");
        String request = server().requests.getFirst();
        assertThat(request)
                .startsWith("PATCH /a%2Fb?c=d%20e HTTP/1.1\r\nHost: 127.0.0.1:" + server().port() + "\r\n")
                .contains("\r\nContent-Type: application/merge-patch+json\r\n", "\r\nContent-Length: 8\r\n")
                .contains("\r\nAccept: x/y\r\n")
                .endsWith("\r\n\r\n{\"ä\":1}");
    }

    @Test
    void noHeaderCanSmuggleAnother() {
        serve((request, out) -> write(out, OK));

        HttpRequest request =
                to("/").setHeader("Authorization", "Bearer a\r\nHost: other").build();

        assertThatThrownBy(() -> sent(request).get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("a character that no header may have");
        assertThat(server().requests).isEmpty();
    }

    @Test
    void manyCallsShareFewConnections() throws Exception {
        serve((request, out) -> {
            Thread.sleep(1);
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + request.split(" ")[1].substring(1));
        });

        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 1000; i < 1400; i++) {
            answers.add(sent(to("/" + i).build()));
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(text(answers.get(i))).isEqualTo(String.valueOf(1000 + i));
        }
        assertThat(server().connections.get()).isBetween(1, 100); // eight, unless this machine is busy
    }

    @Test
    void aSlowServerIsGivenMoreConnections() throws Exception {
        AtomicInteger under = new AtomicInteger();
        serve((request, out) -> {
            under.incrementAndGet();
            while (under.get() < 10) {
                Thread.sleep(10); // until more have come than the usual connections take
            }
            write(out, OK);
        });

        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(sent(to("/").build()));
        }

        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertThat(text(answer)).isEqualTo("ok");
        }
    }

    /** A server that answers once on each connection, and closes it when it is asked again. */
    private static final class Once implements RawServer.Script {
        @Override
        public void answer(String request, OutputStream out) {
            throw new IllegalStateException("the other one is called");
        }

        @Override
        public void answer(String request, int nth, OutputStream out) throws IOException {
            if (nth > 1) {
                throw new IOException("closed");
            }
            write(out, OK);
        }
    }

    /** RFC 9112, 9.3.1. */
    @Test
    void whatMayBeRepeatedIsRepeatedWhenTheServerHasClosedAnIdleConnection() throws Exception {
        serve(new Once());

        int asked = 0;
        for (; asked == server().requests.size() && asked < 100; asked++) {
            assertThat(text(sent(to("/").build()))).isEqualTo("ok");
        }

        assertThat(server().requests).hasSize(asked + 1);
    }

    @Test
    void whatMayHaveBeenDoneIsNotRepeated() {
        serve(new Once());
        HttpRequest post = to("/").method("POST", "application/json", "{}").build();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        assertThat(text(sent(post))).isEqualTo("ok");
                    }
                })
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void anAnswerThatBreaksOffIsNone() {
        serve((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal");
            throw new IOException("closed");
        });

        assertThatThrownBy(() -> sent(to("/").build()).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("in the middle of its answer");
    }

    @Test
    void whatIsNoHttpIsSaid() {
        serve((request, out) -> write(out, "SSH-2.0-OpenSSH_9.6\r\n\r\n"));

        assertThatThrownBy(() -> sent(to("/").build()).get(20, TimeUnit.SECONDS))
                .hasMessageContaining("does not answer in HTTP/1.1");
    }

    @Test
    void aCallDoesNotWaitForEver() throws Exception {
        serve((request, out) -> {
            if (request.startsWith("GET /never")) {
                Thread.sleep(20_000);
            }
            write(out, OK);
        });

        HttpRequest never = to("/never").timeout(1, TimeUnit.SECONDS).build();

        assertThatThrownBy(() -> sent(never).get(10, TimeUnit.SECONDS)).hasMessageContaining("no answer within 1 s");
        assertThat(text(sent(to("/").build()))).isEqualTo("ok");
    }

    @Test
    void aStreamIsReadAsItIsAskedForAndAnEndedOneLeavesItsConnection() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        serve((request, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n");
            String next = said.take();
            write(out, "2\r\n" + next + "\n\r\n0\r\n\r\n");
        });
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        AsyncBody.Consumer<List<ByteBuffer>> consumer = (buffers, body) ->
                buffers.forEach(b -> heard.add(StandardCharsets.UTF_8.decode(b).toString()));

        AsyncBody body = client.consumeBytes(to("/").forStreaming().build(), consumer)
                .get(20, TimeUnit.SECONDS)
                .body();

        assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();
        body.consume();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("a\n");
        said.add("b");
        assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();
        body.consume();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("b\n");
        body.consume();
        body.done().get(20, TimeUnit.SECONDS);

        said.add("c");
        AsyncBody second = client.consumeBytes(to("/").forStreaming().build(), consumer)
                .get(20, TimeUnit.SECONDS)
                .body();
        assertThat(server().connections).hasValueBetween(1, 2);
        second.cancel();
        assertThat(second.done()).isCancelled();
    }

    @Test
    void whatIsUnderWayEndsWithTheClient() {
        serve((request, out) -> Thread.sleep(20_000));
        CompletableFuture<HttpResponse<byte[]>> answer = sent(to("/").build());

        client.close();

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> sent(to("/").build()).get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
    }
}
