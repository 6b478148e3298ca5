package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.skiff.kubernetes.client.wire.WireFactory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are made for others, with a client that has no identity itself. */
class AnonymousApiTest {
    private static final int PIECE = 64 * 1024;

    private final List<String> identities = new CopyOnWriteArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private HttpServer server;
    private KubernetesClient own;
    private FabricApi api;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", exchange -> {
            identities.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] answer = "{\"reason\":\"Because\",\"message\":\"said so\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                byte[] piece = new byte[PIECE];
                while (true) {
                    body.write(piece);
                    written.addAndGet(PIECE);
                }
            }
        });
        server.start();
        own = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                        .withOauthToken("the-servers-own")
                        .build())
                .withHttpClientFactory(new WireFactory())
                .build();
        api = FabricApi.forCallers(Connections.anonymous(own));
    }

    @AfterEach
    void stop() {
        api.close();
        own.close();
        server.stop(0);
    }

    @Test
    void eachCallHasTheIdentityThatItSaysAndNoOther() throws Exception {
        api.await(Call.get("/one").by(new ActingAs.Bearer("anns")));
        api.await(Call.get("/two").by(new ActingAs.Bearer("bobs")));
        api.await(Call.get("/three"));

        assertThat(identities).containsExactly("Bearer anns", "Bearer bobs", "null");
    }

    @Test
    void whoIsNotKnownIsNotTriedAsSomebodyElse() {
        status = 401;

        KubeProblem problem = catchThrowableOfType(
                KubeProblem.class, () -> api.await(Call.get("/one").by(new ActingAs.Bearer("wrong"))));

        assertThat(problem.status()).isEqualTo(401);
        assertThat(identities).isNotEmpty().containsOnly("Bearer wrong");
    }

    @Test
    void nothingIsTriedAgain() {
        status = 503;

        KubeProblem problem = catchThrowableOfType(
                KubeProblem.class,
                () -> api.await(
                        Call.post("/one", "{}".getBytes(StandardCharsets.UTF_8)).by(new ActingAs.Bearer("anns"))));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(identities).hasSize(1);
    }

    @Test
    void aStreamThatIsRefusedSaysWhy() {
        status = 403;

        KubeProblem problem = catchThrowableOfType(KubeProblem.class, () -> {
            try (Incoming incoming = api.read(Call.get("/one").by(new ActingAs.Bearer("anns")))) {
                incoming.next();
            }
        });

        assertThat(problem.status()).isEqualTo(403);
        assertThat(problem.said()).isEqualTo("said so");
    }

    @Test
    void aCallDoesNotTellWhoseItIs() {
        assertThat(Call.get("/one").by(new ActingAs.Bearer("secret")).toString())
                .isEqualTo("GET /one");
    }

    /** What nobody reads stays where it is: the sender waits. */
    @Test
    void aSlowReaderHoldsTheSender() throws Exception {
        try (Incoming incoming = api.read(Call.get("/endless"))) {
            assertThat(incoming.next()).isNotNull();
            long before = settled();
            assertThat(before).isLessThan(32L * 1024 * 1024);
            long read = 0;
            while (read < before + PIECE) {
                read += incoming.next().length;
            }
            assertThat(settled()).isGreaterThan(before);
        }
    }

    /** How much was sent, once no more is. */
    private long settled() throws InterruptedException {
        long last = -1;
        for (int i = 0; i < 200 && last != written.get(); i++) {
            last = written.get();
            Thread.sleep(Duration.ofMillis(100));
        }
        return written.get();
    }
}
