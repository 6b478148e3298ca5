package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.BasicAuth;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.HTTPAuth;
import dev.skiff.model.Header;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers of the web that keep artifacts, and those that fail at it; and what an S3 store may answer. */
class HttpStoreTest extends StoresFixture {
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private String s3Error = "";
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(exchange.getRequestMethod() + " " + path + " "
                + (authorization == null || authorization.startsWith("AWS4") ? "" : authorization)
                + exchange.getRequestHeaders()
                        .getOrDefault("X-Token", List.of(""))
                        .getFirst());
        byte[] body = exchange.getRequestBody().readAllBytes();
        int scripted = answers.isEmpty() ? 0 : answers.removeFirst();
        if (scripted == -1) { // says more than it sends
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            exchange.close();
            return;
        }
        if (scripted != 0) {
            byte[] error = s3Error.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(scripted, error.length == 0 ? -1 : error.length);
            exchange.getResponseBody().write(error);
            exchange.close();
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                kept.put(path, body);
                exchange.sendResponseHeaders(201, -1);
            }
            case "DELETE" -> exchange.sendResponseHeaders(kept.remove(path) == null ? 404 : 204, -1);
            default -> {
                byte[] content = kept.get(path);
                exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
                if (content != null) {
                    exchange.getResponseBody().write(content);
                }
            }
        }
        exchange.close();
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private Artifact at(String path) {
        return Artifact.builder()
                .name("page")
                .path("/tmp/page")
                .http(new HTTPArtifact(null, List.of(), null, url(path)))
                .build();
    }

    @Test
    void whatIsPutIsGot() throws Exception {
        Artifact saved = save(at("/a/page.tgz"), files(Map.of("x", "1")));

        assertThat(saved).isEqualTo(at("/a/page.tgz"));
        assertThat(contents(load(saved))).containsExactly("x=1");
    }

    @Test
    void headersAndBasicAuthAreSent() throws Exception {
        secret("login", Map.of("user", "ann", "password", "s3cret"));
        kept.put("/page", "hello".getBytes(StandardCharsets.UTF_8));
        Artifact artifact = at("/page").toBuilder()
                .http(new HTTPArtifact(
                        new HTTPAuth(new BasicAuth(key("login", "password"), key("login", "user")), null, null),
                        List.of(new Header("X-Token", "t")),
                        null,
                        url("/page")))
                .build();

        assertThat(Files.readString(load(artifact))).isEqualTo("hello");
        String basic = Base64.getEncoder().encodeToString("ann:s3cret".getBytes(StandardCharsets.UTF_8));
        assertThat(asked).containsExactly("GET /page Basic " + basic + "t");
    }

    @Test
    void artifactoryIsSpokenToWithBasicAuth() throws Exception {
        secret("login", Map.of("user", "ann", "password", "s3cret"));
        Artifact artifact = Artifact.builder()
                .name("jar")
                .path("/tmp/x.jar")
                .archive(new ArchiveStrategy(new NoneStrategy(), null, null))
                .artifactory(
                        new ArtifactoryArtifact(key("login", "password"), url("/repo/x.jar"), key("login", "user")))
                .build();

        save(artifact, file("jar"));

        assertThat(kept.get("/repo/x.jar")).asString().isEqualTo("jar");
        assertThat(asked.getFirst()).startsWith("PUT /repo/x.jar Basic ");
    }

    @Test
    void aSecretThatTheRunWasNotGivenIsNamed() {
        Artifact artifact = Artifact.builder()
                .name("jar")
                .path("/tmp/x.jar")
                .artifactory(new ArtifactoryArtifact(null, url("/x"), key("absent", "user")))
                .build();

        assertThatThrownBy(() -> load(artifact))
                .hasMessageContaining("artifactory.usernameSecret names the Secret 'absent'")
                .hasMessageContaining("--manifest");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThatThrownBy(() -> load(at("/none")))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.isNotFound()).isTrue());
        assertThat(stores().load(
                                run(),
                                task(),
                                at("/none").toBuilder().optional(true).build()))
                .isEmpty();
    }

    @Test
    void whatIsNotAllowedIsSaidAndNotAskedAgain() {
        answers.add(403);

        assertThatThrownBy(() -> load(at("/page")))
                .hasMessageContaining("status 403")
                .hasMessageContaining("auth");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aServerThatFailsIsAskedAgain() throws Exception {
        kept.put("/page", "hello".getBytes(StandardCharsets.UTF_8));
        answers.addAll(List.of(503, -1));

        assertThat(Files.readString(load(at("/page")))).isEqualTo("hello");
        assertThat(asked).hasSize(3);
    }

    @Test
    void anAnswerThatIsAlwaysCutOffIsSaid() {
        answers.addAll(List.of(-1, -1, -1));

        assertThatThrownBy(() -> load(at("/page"))).hasMessageContaining("no whole answer to GET " + url("/page"));
    }

    @Test
    void noSecretOfAnAddressIsShown() {
        answers.add(403);
        Artifact artifact = at("/page").toBuilder()
                .http(new HTTPArtifact(null, List.of(), null, url("/page?token=s3cret")))
                .build();

        assertThatThrownBy(() -> load(artifact)).message().doesNotContain("s3cret");
    }

    @Test
    void onlyTheWebIsAsked() {
        Artifact artifact = at("/page").toBuilder()
                .http(new HTTPArtifact(null, List.of(), null, "file:///etc/passwd"))
                .build();

        assertThatThrownBy(() -> load(artifact)).hasMessageContaining("no address that begins with http");
    }

    @Test
    void aDirectoryThatIsNotArchivedHasNoPlaceAtAnUrl() throws Exception {
        Artifact artifact = at("/page").toBuilder()
                .archive(new ArchiveStrategy(new NoneStrategy(), null, null))
                .build();

        assertThat(whyUnsaved(artifact, files(Map.of("x", "1")))).contains("without being archived");
    }

    private Artifact inS3(String key) {
        secret("s3", Map.of("access", "a", "secret", "b"));
        return Artifact.builder()
                .name("object")
                .path("/tmp/object")
                .s3(new S3Artifact(
                        key("s3", "access"),
                        null,
                        "bucket",
                        null,
                        null,
                        null,
                        "localhost:" + server.getAddress().getPort(),
                        true,
                        key,
                        null,
                        null,
                        key("s3", "secret"),
                        null,
                        null))
                .build();
    }

    private static String error(String code) {
        return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>words of the store</Message></Error>";
    }

    @Test
    void anS3StoreThatDoesNotAllowItIsQuoted() {
        answers.add(403);
        s3Error = error("AccessDenied");

        assertThatThrownBy(() -> load(inS3("a/b")))
                .hasMessageContaining("s3://bucket/a/b at localhost")
                .hasMessageContaining("status 403, AccessDenied: words of the store");
    }

    @Test
    void aBucketThatIsNotThereIsNamed() throws Exception {
        answers.add(404);
        s3Error = error("NoSuchBucket");

        assertThat(whyUnsaved(inS3("a/b"), file("x"))).contains("there is no bucket 'bucket'");
    }

    @Test
    void anS3StoreThatDoesNotAnswerIsNamed() {
        Artifact artifact = inS3("a/b");
        server.stop(0);

        assertThatThrownBy(() -> load(artifact)).hasMessageContaining("cannot read s3://bucket/a/b at localhost");
    }

    @Test
    void anS3ObjectThatIsCutOffIsNotTakenForTheWhole() {
        answers.addAll(List.of(-1, -1, -1, -1));

        assertThatThrownBy(() -> load(inS3("a/b")))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("artifact 'object' cannot be loaded");
    }
}
