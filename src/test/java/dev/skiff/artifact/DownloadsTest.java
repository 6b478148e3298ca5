package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.RawArtifact;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.service.Download;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Artifacts for who asks for them by name. */
class DownloadsTest extends StoresFixture {
    private static final ArchiveStrategy NONE = new ArchiveStrategy(new NoneStrategy(), null, null);

    private static Artifact out(String name, String path) {
        return Artifact.builder().name(name).path(path).build();
    }

    @Test
    void anArchiveComesAsItLies() throws Exception {
        Artifact saved = save(out("message", "/tmp/hello.txt"), file("hello"));
        Path stored = directory.resolve("artifacts/repository/wf-1/wf-1-t-7/message.tgz");
        try (Download download = stores().open(run(), null, saved)) {
            assertThat(download.fileName()).isEqualTo("message.tgz");
            assertThat(download.contentType()).isEqualTo("application/gzip");
            assertThat(download.length()).isEqualTo(Files.size(stored));
            assertThat(download.content().readAllBytes()).isEqualTo(Files.readAllBytes(stored));
        }
        assertThat(stored).exists();
    }

    @Test
    void aFileThatIsNoArchiveComesUnderItsName() throws Exception {
        Artifact saved =
                save(out("message", "/tmp/hello.txt").toBuilder().archive(NONE).build(), file("hello"));
        try (Download download = stores().open(run(), null, saved)) {
            assertThat(download.fileName()).isEqualTo("hello.txt");
            assertThat(download.contentType()).startsWith("text/plain");
            assertThat(download.content().readAllBytes()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aDirectoryIsPacked() throws Exception {
        Artifact saved = save(
                out("files", "/work/out").toBuilder().archive(NONE).build(), files(Map.of("a", "1", "sub/b", "2")));
        Path copy = directory.resolve("copy.tgz");
        try (Download download = stores().open(run(), null, saved)) {
            assertThat(download.fileName()).isEqualTo("files.tgz");
            Files.copy(download.content(), copy);
        }
        assertThat(TarTree.isCompressedTar(copy)).isTrue();
        assertThat(contents(load(saved))).as("it is still there").containsExactly("a=1", "sub/b=2");
    }

    @Test
    void aTextInTheWorkflowComesUnderTheArtifactsName() throws Exception {
        Artifact raw =
                Artifact.builder().name("settings").raw(new RawArtifact("a: 1")).build();
        try (Download download = stores().open(run(), null, raw)) {
            assertThat(download.fileName()).isEqualTo("settings");
            assertThat(download.content().readAllBytes()).isEqualTo("a: 1".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Artifact gone = Artifact.builder()
                .name("gone")
                .s3(Repository.keyAlone("wf-1/nothing.tgz"))
                .build();
        assertThatThrownBy(() -> stores().open(run(), null, gone))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("artifact 'gone' cannot be loaded")
                .matches(e -> ((ArtifactException) e).isNotFound());
    }
}
