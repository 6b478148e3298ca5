package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.CreateS3BucketOptions;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real S3 server: moto's, named by {@code SKIFF_MOTO_SERVER} or found in {@code PATH}; .ci/run installs it. */
class S3IT extends StoresFixture {
    private static int port;
    private static Process server;

    @BeforeAll
    static void serve() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String command = System.getenv().getOrDefault("SKIFF_MOTO_SERVER", "moto_server");
        try {
            server = new ProcessBuilder(command, "-H", "127.0.0.1", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "install moto's server: python3 -m venv target/moto && target/moto/bin/pip install 'moto[server]',"
                            + " then SKIFF_MOTO_SERVER=target/moto/bin/moto_server",
                    e);
        }
        long end = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < end) {
            try (Socket ignored = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                assertThat(server.isAlive()).as("the server runs").isTrue();
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("the S3 server has not begun to listen within a minute");
    }

    @AfterAll
    static void stop() {
        server.destroy();
    }

    @BeforeEach
    void login() {
        secret("s3", Map.of("access", "test", "secret", "test"));
    }

    private static Artifact at(String key) {
        return Artifact.builder().name("a").path("/tmp/a").s3(location(key)).build();
    }

    private static S3Artifact location(String key) {
        return new S3Artifact(
                key("s3", "access"),
                null,
                "lake",
                null,
                new CreateS3BucketOptions(null),
                null,
                "localhost:" + port,
                true,
                key,
                null,
                null,
                key("s3", "secret"),
                null,
                null);
    }

    private static Artifact asItIs(Artifact artifact) {
        return artifact.toBuilder()
                .archive(new ArchiveStrategy(new NoneStrategy(), null, null))
                .build();
    }

    @Test
    void whatIsSavedComesBack() throws Exception {
        assertThat(contents(load(save(at("one/a.tgz"), files(Map.of("x", "1", "d/y", "2"))))))
                .containsExactly("d/y=2", "x=1");
    }

    /** ART-02: a tree of objects. */
    @Test
    void aDirectoryThatIsNotArchivedIsATreeOfObjects() throws Exception {
        Artifact artifact = asItIs(at("tree/a"));

        save(artifact, files(Map.of("x", "1", "d/y", "2")));

        assertThat(stores().list(run(), task(), at("tree"))).containsExactly("a/d/y", "a/x");
        assertThat(contents(load(artifact))).containsExactly("d/y=2", "x=1");
        assertThat(Files.readString(load(at("tree/a/d/y")))).isEqualTo("2");
    }

    @Test
    void aLargeFileIsSentInParts() throws Exception {
        byte[] content = new byte[(11 << 20) + 7];
        new java.util.Random(3).nextBytes(content);
        Path file = directory.resolve("large");
        Files.write(file, content);

        Artifact saved = save(asItIs(at("large/file")), new dev.skiff.port.LocalTree(file));

        assertThat(load(saved)).hasBinaryContent(content);
    }

    @Test
    void whatIsDeletedIsGoneWithAllBelowIt() throws Exception {
        save(asItIs(at("gone/a")), files(Map.of("x", "1", "d/y", "2")));

        stores().delete(run(), null, at("gone/a"));

        assertThat(stores().list(run(), task(), at("gone"))).isEmpty();
        assertThatThrownBy(() -> load(at("gone/a")))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.isNotFound()).isTrue());
    }

    @Test
    void aKeyWithOddCharactersIsThatKey() throws Exception {
        String key = "odd/a b+c%20ü#?&=/x.tgz";

        save(at(key), file("odd"));

        assertThat(Files.readString(load(at(key)))).isEqualTo("odd");
        assertThat(stores().list(run(), task(), at("odd"))).containsExactly("a b+c%20ü#?&=/x.tgz");
    }

    /** ART-07, ART-08. */
    @Test
    void theRunsRepositoryIsTheBucketOfItsConfigMap() throws Exception {
        configMaps.add(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("artifact-repositories")
                .addToAnnotations("workflows.argoproj.io/default-artifact-repository", "lake")
                .endMetadata()
                .addToData("lake", """
                        s3:
                          endpoint: localhost:%d
                          insecure: true
                          bucket: lake2
                          createBucketIfNotPresent: {}
                          accessKeySecret: {name: s3, key: access}
                          secretKeySecret: {name: s3, key: secret}
                        """.formatted(port))
                .build());

        Artifact saved = save(Artifact.builder().name("a").path("/tmp/a").build(), file("hello"));

        assertThat(saved.s3()).isEqualTo(Repository.keyAlone("wf-1/wf-1-t-7/a.tgz"));
        assertThat(Files.readString(load(saved))).isEqualTo("hello");
        assertThat(directory.resolve("artifacts/repository")).doesNotExist();
    }
}
