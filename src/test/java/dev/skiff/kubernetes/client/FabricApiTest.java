package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.skiff.kubernetes.client.wire.WireFactory;
import dev.skiff.port.Await;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FabricApiTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private FabricApi api;
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/slow", exchange -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Accept") + " " + body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        api = new FabricApi(new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                        .withNamespace("here")
                        .build())
                .withHttpClientFactory(new WireFactory())
                .build());
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    @Test
    void aCallThatIsSentAgainToABusyServerHasItsBodyOnceMore() throws Exception {
        status = 503;
        CompletableFuture<Answer> made = api.send(
                Call.post("/api/v1/namespaces/here/pods", "{\"name\":\"\u00e4\"}".getBytes(StandardCharsets.UTF_8)));
        Await.until("it is refused", () -> !requests.isEmpty(), () -> requests);
        status = 201;

        assertThat(made.get(20, TimeUnit.SECONDS).status()).isEqualTo(201);
        assertThat(requests).hasSizeGreaterThan(1).allMatch(r -> r.endsWith("{\"name\":\"\u00e4\"}"));
    }

    @Test
    void aCallWithoutABodyKeepsItsMethod() throws Exception {
        api.await(Call.delete("/api/v1/namespaces/here/pods/one").forMetadata());
        api.await(Call.get("/api/v1/namespaces/here/pods?limit=1"));

        assertThat(requests)
                .containsExactly(
                        "DELETE /api/v1/namespaces/here/pods/one " + Call.METADATA + " ",
                        "GET /api/v1/namespaces/here/pods?limit=1 application/json ");
    }

    @Test
    void podsByTheThousandKeepNothingElseWaiting() throws Exception {
        List<CompletableFuture<Answer>> pods = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pods.add(api.send(Call.post("/slow/pods", "{}".getBytes(StandardCharsets.UTF_8))));
        }
        api.send(Call.merge("/apis/argoproj.io/v1alpha1/namespaces/here/workflows/one", new byte[] {'{', '}'}))
                .get(20, TimeUnit.SECONDS);

        assertThat(pods).noneMatch(CompletableFuture::isDone);
        held.countDown();
        CompletableFuture.allOf(pods.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void statusesByTheThousandKeepNoLeaseWaiting() throws Exception {
        List<CompletableFuture<Answer>> statuses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            statuses.add(api.send(Call.merge("/slow/workflows/one", new byte[] {'{', '}'})));
        }
        api.send(Call.merge("/apis/coordination.k8s.io/v1/namespaces/here/leases/one", new byte[] {'{', '}'}))
                .get(20, TimeUnit.SECONDS);

        assertThat(statuses).noneMatch(CompletableFuture::isDone);
        held.countDown();
        CompletableFuture.allOf(statuses.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void aRefusalIsInTheServersWordsAndSaysWhichCallItWas() {
        status = 409;
        answer = "{\"kind\":\"Status\",\"reason\":\"AlreadyExists\",\"message\":\"pods \\\"one\\\" already exists\"}";

        KubeProblem problem = catchThrowableOfType(
                KubeProblem.class, () -> api.await(Call.post("/api/v1/namespaces/here/pods?x=1", new byte[0])));

        assertThat(problem.isAlreadyExists()).isTrue();
        assertThat(problem)
                .hasMessage("Error from server (AlreadyExists): pods \"one\" already exists"
                        + " [POST /api/v1/namespaces/here/pods]");
    }

    @Test
    void anEndlessAnswerIsReadLineByLine() throws Exception {
        answer = "{\"a\":1}\n\n{\"b\":2}\nlast";
        List<String> lines = new CopyOnWriteArrayList<>();

        api.open(Call.get("/watch"), line -> lines.add(new String(line, StandardCharsets.UTF_8)))
                .end()
                .get(10, TimeUnit.SECONDS);

        assertThat(lines).containsExactly("{\"a\":1}", "{\"b\":2}", "last");
    }
}
