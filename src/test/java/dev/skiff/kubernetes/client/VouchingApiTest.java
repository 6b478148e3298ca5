package dev.skiff.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.skiff.port.ClusterAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls for users whom this process vouches for, as an API server gets them. */
class VouchingApiTest {
    private final List<Headers> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private FabricApi api;
    private int status = 200;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders());
            byte[] answer = "{\"message\":\"said so\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Path kubeconfig = directory.resolve("kubeconfig");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: it
                clusters: [{name: it, cluster: {server: "http://127.0.0.1:PORT"}}]
                users: [{name: it, user: {token: the-servers-own}}]
                contexts: [{name: it, context: {cluster: it, user: it, namespace: argo}}]
                """.replace(
                        "PORT", String.valueOf(server.getAddress().getPort())));
        api = FabricApi.forCallers(
                Connections.of(new ClusterAccess(kubeconfig.toString(), null), Connections.Manner.CALLERS));
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    @Test
    void aUserIsNamedWithEachOfTheGroups() throws Exception {
        ActingAs ann = new ActingAs.User("https://id.example.org#ann", List.of("oidc:team a", "oidc:team-b"));
        api.await(Call.get("/one").by(ann));
        api.await(Call.post("/two", "{}".getBytes(StandardCharsets.UTF_8)).by(ann));
        try (Incoming incoming = api.read(Call.get("/three?watch=true").by(ann))) {
            incoming.next();
        }

        assertThat(asked).hasSize(3).allSatisfy(headers -> {
            assertThat(headers.get("Authorization")).containsExactly("Bearer the-servers-own");
            assertThat(headers.get("Impersonate-User")).containsExactly("https://id.example.org#ann");
            assertThat(headers.get("Impersonate-Group")).containsExactly("oidc:team a", "oidc:team-b");
            assertThat(headers).doesNotContainKeys("Impersonate-Uid", "Impersonate-Extra-Scopes");
        });
    }

    @Test
    void whoIsNamedInOneCallIsNotInTheNext() throws Exception {
        api.await(Call.get("/one").by(new ActingAs.User("ann", List.of("team"))));
        api.await(Call.get("/two").by(new ActingAs.User("bob", List.of())));
        api.await(Call.get("/three"));

        assertThat(asked.stream().map(h -> h.get("Impersonate-User") + " " + h.get("Impersonate-Group")))
                .containsExactly("[ann] [team]", "[bob] null", "null null");
    }

    @Test
    void nothingIsTriedAgain() {
        status = 503;

        KubeProblem problem = catchThrowableOfType(
                KubeProblem.class, () -> api.await(Call.get("/one").by(new ActingAs.User("ann", List.of()))));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(asked).hasSize(1);
    }
}
