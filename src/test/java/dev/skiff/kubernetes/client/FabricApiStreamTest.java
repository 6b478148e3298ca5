package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.kubernetes.client.wire.WireFactory;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endless answers from a server that says every byte itself. */
class FabricApiStreamTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final CompletableFuture<Socket> connected = new CompletableFuture<>();
    private ServerSocket server;
    private FabricApi api;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                Socket socket = server.accept();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) socket.getInputStream().read());
                }
                connected.complete(socket);
            } catch (IOException e) {
                connected.completeExceptionally(e);
            }
        });
        api = new FabricApi(new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getLocalPort() + "/")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withHttpClientFactory(new WireFactory())
                .build());
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        server.close();
        if (connected.isDone() && !connected.isCompletedExceptionally()) {
            connected.join().close();
        }
    }

    private void say(String text) throws Exception {
        var out = connected.get(10, TimeUnit.SECONDS).getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    private static KubeProblem problem(KubeApi.Stream stream) throws Exception {
        try {
            stream.end().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return KubeProblem.in(e);
        }
        throw new AssertionError("the stream has ended well");
    }

    @Test
    void aLineThatComesInPiecesIsGivenWhole() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var stream = api.open(Call.get("/watch"), l -> lines.add(new String(l, StandardCharsets.UTF_8)));

        say(CHUNKED + chunk("one\ntw"));
        say(chunk("o\nthr"));
        say(chunk("ee") + "0\r\n\r\n");
        stream.end().get(10, TimeUnit.SECONDS);

        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void textIsGivenByteForByte() throws Exception {
        var text = new ByteArrayOutputStream();
        var stream = api.follow(Call.get("/log"), text::writeBytes);

        say(CHUNKED + chunk("no end"));
        say(chunk("\n\n of it") + "0\r\n\r\n");
        stream.end().get(10, TimeUnit.SECONDS);

        assertThat(text.toString(StandardCharsets.UTF_8)).isEqualTo("no end\n\n of it");
    }

    @Test
    void anAnswerThatBreaksOffIsAProblemThatMayPass() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var stream = api.open(Call.get("/watch"), l -> lines.add(new String(l, StandardCharsets.UTF_8)));

        say(CHUNKED + chunk("one\nhal"));
        connected.get().close();

        assertThat(problem(stream).isTransient()).isTrue();
        assertThat(lines).as("half a line is nothing").containsExactly("one");
    }

    @Test
    void aRefusalKeepsItsStatus() throws Exception {
        var stream = api.open(Call.get("/watch"), l -> {});

        say("HTTP/1.1 410 Gone\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(problem(stream).isGone()).isTrue();
    }

    @Test
    void whoCannotBearALineHearsNoMore() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var stream = api.open(Call.get("/watch"), l -> {
            lines.add(new String(l, StandardCharsets.UTF_8));
            throw new KubeProblem(410, "Expired", "as the test wants", null);
        });

        say(CHUNKED + chunk("one\n") + chunk("two\n"));

        assertThat(problem(stream).isGone()).isTrue();
        assertThat(lines).containsExactly("one");
    }

    @Test
    void whoHasClosedHearsNoMoreAndTheEndIsAGoodOne() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        var stream = api.open(Call.get("/watch"), l -> {
            lines.add(new String(l, StandardCharsets.UTF_8));
            first.complete(null);
        });
        say(CHUNKED + chunk("one\n"));
        first.get(10, TimeUnit.SECONDS);

        stream.close();

        stream.end().get(10, TimeUnit.SECONDS);
        assertThat(lines).containsExactly("one");
    }
}
