package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.skiff.model.Artifact;
import dev.skiff.model.GitArtifact;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real git, and a server that gives a repository's files as they are. */
class GitStoreTest extends StoresFixture {
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private boolean locked;
    private HttpServer server;
    private Path work;
    private Path bare;

    @BeforeEach
    void serve() throws Exception {
        work = Files.createDirectory(directory.resolve("work"));
        bare = directory.resolve("lib.git");
        git(work, "init", "--quiet", "-b", "main");
        commit("one");
        git(work, "tag", "v1");
        git(work, "checkout", "--quiet", "-b", "topic");
        commit("topic");
        git(work, "checkout", "--quiet", "main");
        commit("two");
        git(directory, "clone", "--quiet", "--bare", work.toString(), bare.toString());
        git(bare, "update-server-info");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
            if (authorization != null) {
                authorizations.add(authorization);
            }
            if (locked && authorization == null) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] content = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void commit(String text) throws Exception {
        Files.writeString(work.resolve("file"), text);
        git(work, "add", ".");
        git(work, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", text);
    }

    private static String git(Path directory, String... words) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private Artifact repository(
            @Nullable String revision, @Nullable SecretKeySelector user, @Nullable SecretKeySelector password) {
        return of("http://localhost:" + server.getAddress().getPort() + "/lib.git", revision, user, password);
    }

    private static Artifact of(
            String repo,
            @Nullable String revision,
            @Nullable SecretKeySelector user,
            @Nullable SecretKeySelector password) {
        return Artifact.builder()
                .name("source")
                .path("/src")
                .git(new GitArtifact(
                        null, null, null, List.of(), null, null, password, repo, revision, null, null, user))
                .build();
    }

    /** ART-14. */
    @Test
    void theDefaultBranchIsCheckedOutWithItsHistory() throws Exception {
        Path clone = load(repository(null, null, null));

        assertThat(clone.resolve("file")).hasContent("two");
        assertThat(git(clone, "log", "--format=%s")).isEqualTo("two\none");
    }

    @Test
    void aRevisionIsATagABranchOrACommit() throws Exception {
        assertThat(load(repository("v1", null, null)).resolve("file")).hasContent("one");
        assertThat(load(repository("topic", null, null)).resolve("file")).hasContent("topic");
        assertThat(load(repository(git(work, "rev-parse", "topic"), null, null)).resolve("file"))
                .hasContent("topic");
    }

    @Test
    void aPasswordIsSentAndNowhereKept() throws Exception {
        locked = true;
        secret("login", Map.of("user", "ann", "password", "s3cret"));

        Path clone = load(repository(null, key("login", "user"), key("login", "password")));

        assertThat(clone.resolve("file")).hasContent("two");
        assertThat(authorizations)
                .contains("Basic " + Base64.getEncoder().encodeToString("ann:s3cret".getBytes(StandardCharsets.UTF_8)));
        assertThat(Files.readString(clone.resolve(".git/config"))).doesNotContain("s3cret", "ann");
    }

    @Test
    void aRepositoryThatAsksForAPasswordIsNotWaitedFor() {
        locked = true;

        assertThatThrownBy(() -> load(repository(null, null, null)))
                .hasMessageContaining("git clone of http://localhost:")
                .hasMessageContaining("failed: ");
    }

    @Test
    void aRevisionThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> load(repository("nowhere", null, null))).hasMessageContaining("git checkout");
    }

    @Test
    void whatIsNoRemoteRepositoryIsRefused() {
        for (String repo :
                List.of("/etc", "file:///etc", "ext::sh -c id", "--upload-pack=id", "http://-oProxyCommand=id/x")) {
            assertThatThrownBy(() -> load(of(repo, null, null, null)))
                    .as(repo)
                    .hasMessageContaining("directories of this machine are not read");
        }
        assertThatThrownBy(() -> load(repository("--orphan", null, null)))
                .hasMessageContaining("is no name of something");
    }
}
