package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.RawArtifact;
import dev.skiff.model.TarStrategy;
import dev.skiff.model.ZipStrategy;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The repository that needs no set-up, and how things are packed for it. */
class DirectoryRepositoryTest extends StoresFixture {
    private static final ArchiveStrategy NONE = new ArchiveStrategy(new NoneStrategy(), null, null);
    private static final ArchiveStrategy ZIP = new ArchiveStrategy(null, null, new ZipStrategy());
    private static final ArchiveStrategy TAR = new ArchiveStrategy(null, new TarStrategy(null), null);

    private static Artifact out(String name, String path) {
        return Artifact.builder().name(name).path(path).build();
    }

    /** ART-01, ART-08: the status has the key alone. */
    @Test
    void aFileIsSavedAsACompressedTarUnderTheRunAndThePod() throws Exception {
        Artifact saved = save(out("message", "/tmp/hello.txt"), file("hello"));

        assertThat(saved.s3()).isEqualTo(Repository.keyAlone("wf-1/wf-1-t-7/message.tgz"));
        assertThat(saved.path()).isEqualTo("/tmp/hello.txt");
        Path stored = directory.resolve("artifacts/repository/wf-1/wf-1-t-7/message.tgz");
        assertThat(TarTree.isCompressedTar(stored)).isTrue();
        assertThat(Files.readString(load(saved))).isEqualTo("hello");
    }

    @Test
    void whatIsStoredIsForItsOwnerAlone() throws Exception {
        save(out("message", "/tmp/hello.txt"), file("hello"));

        Path repository = directory.resolve("artifacts/repository");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(repository)))
                .isEqualTo("rwx------");
    }

    enum Strategy {
        USUAL(null),
        AS_TAR(TAR),
        UNCOMPRESSED(new ArchiveStrategy(null, new TarStrategy(0), null)),
        SMALLEST(new ArchiveStrategy(null, new TarStrategy(9), null)),
        AS_ZIP(ZIP),
        AS_IT_IS(NONE);

        final @org.jspecify.annotations.Nullable ArchiveStrategy archive;

        Strategy(@org.jspecify.annotations.Nullable ArchiveStrategy archive) {
            this.archive = archive;
        }
    }

    /** ART-02, ART-03. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aDirectoryComesBackAsItWas(Strategy strategy) throws Exception {
        var tree = files(Map.of("a", "1", "sub/b", "2", "sub/deep/c", "3"));

        Artifact saved = save(
                out("files", "/work/out").toBuilder().archive(strategy.archive).build(), tree);

        assertThat(contents(load(saved))).containsExactly("a=1", "sub/b=2", "sub/deep/c=3");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aFileComesBackAsItWasWithItsMode(Strategy strategy) throws Exception {
        Path script = directory.resolve("script");
        Files.writeString(script, "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        Artifact saved = save(
                out("script", "/work/run").toBuilder().archive(strategy.archive).build(),
                new dev.skiff.port.LocalTree(script));
        Path loaded = load(saved);

        assertThat(Files.readString(loaded)).isEqualTo("#!/bin/sh\n");
        assertThat(Files.isExecutable(loaded)).isTrue();
    }

    @Test
    void linksComeBackAsLinks() throws Exception {
        Path root = Files.createDirectory(directory.resolve("links"));
        Files.writeString(root.resolve("a"), "1");
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
        Files.createSymbolicLink(root.resolve("python"), Path.of("/usr/bin/python3"));

        Path loaded = load(save(out("links", "/links"), new dev.skiff.port.LocalTree(root)));

        assertThat(Files.readSymbolicLink(loaded.resolve("b"))).isEqualTo(Path.of("a"));
        assertThat(Files.readSymbolicLink(loaded.resolve("python"))).isEqualTo(Path.of("/usr/bin/python3"));
    }

    /** ART-01: the base name of the path. */
    @Test
    void whatIsNotArchivedLiesUnderTheNameOfItsPath() throws Exception {
        Artifact saved =
                save(out("message", "/tmp/hello.txt").toBuilder().archive(NONE).build(), file("hello"));

        assertThat(saved.s3().key()).isEqualTo("wf-1/wf-1-t-7/hello.txt");
        assertThat(directory.resolve("artifacts/repository/wf-1/wf-1-t-7/hello.txt"))
                .hasContent("hello");
    }

    /** ART-08. */
    @Test
    void anArtifactWithAKeyLiesThere() throws Exception {
        Artifact declared = out("message", "/tmp/hello.txt").toBuilder()
                .s3(Repository.keyAlone("shared/message.tgz"))
                .build();

        assertThat(save(declared, file("hello")).s3().key()).isEqualTo("shared/message.tgz");
        assertThat(Files.readString(load(declared))).isEqualTo("hello");
    }

    /** ART-03: a zip is not unpacked unless it is asked for. */
    @Test
    void aZipIsTakenAsItIsUnlessItsArchiveIsDeclared() throws Exception {
        Artifact saved = save(out("z", "/z").toBuilder().archive(ZIP).build(), files(Map.of("a", "1")));

        assertThat(saved.s3().key()).endsWith("/z.zip");
        assertThat(load(saved.toBuilder().archive(null).build())).isRegularFile();
        assertThat(contents(load(saved))).containsExactly("a=1");
    }

    /** ART-04. */
    @Test
    void anArchiveIsNotUnpackedWhenTheInputSaysNone() throws Exception {
        Artifact saved = save(out("t", "/t"), files(Map.of("a", "1")));

        assertThat(load(saved.toBuilder().archive(NONE).build())).isRegularFile();
    }

    @Test
    void whatIsNoTarCannotBeUnpackedAsOne() throws Exception {
        Artifact saved = save(out("t", "/t").toBuilder().archive(NONE).build(), file("plain"));

        assertThat(Files.readString(load(saved.toBuilder().archive(null).build())))
                .isEqualTo("plain");
        assertThatThrownBy(() -> load(saved.toBuilder().archive(TAR).build()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("artifact 't'")
                .hasMessageContaining("should be a tar archive")
                .hasMessageContaining("none");
    }

    /** ART-11. */
    @Test
    void aModeIsThatOfTheRootOrOfAll() throws Exception {
        Artifact saved = save(out("files", "/work/out"), files(Map.of("a", "1")));

        Path shallow = load(saved.toBuilder().mode(0750).build());
        Path deep = load(saved.toBuilder().mode(0750).recurseMode(true).build());

        assertThat(permissions(shallow)).isEqualTo("rwxr-x---");
        assertThat(permissions(shallow.resolve("a"))).isNotEqualTo("rwxr-x---");
        assertThat(permissions(deep.resolve("a"))).isEqualTo("rwxr-x---");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** ART-14. */
    @Test
    void aRawArtifactIsItsText() throws Exception {
        Artifact raw =
                out("raw", "/raw").toBuilder().raw(new RawArtifact("text\n")).build();

        assertThat(Files.readString(load(raw))).isEqualTo("text\n");
    }

    /** ART-05. */
    @Test
    void onlyAnOptionalArtifactMayBeAbsent() throws Exception {
        Artifact gone = out("gone", "/gone").toBuilder()
                .s3(Repository.keyAlone("no/where"))
                .build();

        assertThat(stores().load(run(), task(), gone.toBuilder().optional(true).build()))
                .isEmpty();
        assertThatThrownBy(() -> load(gone))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.isNotFound()).isTrue())
                .hasMessageContaining("artifact 'gone' cannot be loaded: there is nothing at ");
    }

    /** ART-10. */
    @Test
    void aKeyThatLeadsUpwardsIsRefused() throws Exception {
        Artifact evil = out("evil", "/evil").toBuilder()
                .s3(Repository.keyAlone("../../etc/passwd"))
                .build();

        assertThatThrownBy(() -> load(evil)).hasMessageContaining("Directory traversal is not permitted");
        assertThat(whyUnsaved(evil, file("x"))).contains("Directory traversal is not permitted");
    }

    /** RES-09. */
    @Test
    void theKeysBelowAPlaceAreListedInOrder() throws Exception {
        for (String key : java.util.List.of("logs/b/main.log", "logs/a/main.log", "other/c")) {
            save(
                    out("x", "/x").toBuilder()
                            .archive(NONE)
                            .s3(Repository.keyAlone(key))
                            .build(),
                    file("x"));
        }
        Artifact logs =
                out("logs", "/logs").toBuilder().s3(Repository.keyAlone("logs")).build();

        assertThat(stores().list(run(), task(), logs)).containsExactly("a/main.log", "b/main.log");
        assertThat(stores().list(run(), task(), out("all", "/all")))
                .containsExactly("logs/a/main.log", "logs/b/main.log", "other/c");
    }

    @Test
    void aDirectoryStoredTwiceIsBoth() throws Exception {
        Artifact declared = out("d", "/d").toBuilder()
                .archive(NONE)
                .s3(Repository.keyAlone("d"))
                .build();

        save(declared, files(Map.of("a", "old", "b", "2")));
        save(declared, files(Map.of("a", "1", "sub/c", "3")));

        assertThat(contents(load(declared))).containsExactly("a=1", "b=2", "sub/c=3");
    }

    /** ART-12. */
    @Test
    void anArtifactIsDeletedWithTheDirectoriesThatItLeavesEmpty() throws Exception {
        Artifact saved = save(out("message", "/tmp/hello.txt"), file("hello"));

        stores().delete(run(), null, saved);
        stores().delete(run(), null, saved);

        assertThat(directory.resolve("artifacts/repository/wf-1")).doesNotExist();
    }

    @Test
    void everythingOfARunIsDeletedAndNothingElse() throws Exception {
        Artifact saved = save(out("message", "/tmp/hello.txt"), file("hello"));
        Artifact other = save(
                out("m", "/m").toBuilder()
                        .s3(Repository.keyAlone("wf-10/m.tgz"))
                        .build(),
                file("other"));

        stores().deleteAll("wf-1");

        assertThatThrownBy(() -> load(saved)).isInstanceOf(ArtifactException.class);
        assertThat(Files.readString(load(other))).isEqualTo("other");
    }

    /** ART-06. */
    @Test
    void aLogIsSavedAsItIs() throws Exception {
        OutputArtifact saved = stores().saveLog(
                        run(),
                        task(),
                        "main",
                        to -> to.write("said\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(saved)
                .isEqualTo(new OutputArtifact.Saved(Artifact.builder()
                        .name("main-logs")
                        .s3(Repository.keyAlone("wf-1/wf-1-t-7/main.log"))
                        .build()));
        assertThat(directory.resolve("artifacts/repository/wf-1/wf-1-t-7/main.log"))
                .hasContent("said\n");
    }

    @Test
    void whatCannotBeReadIsTheReadersTrouble() {
        assertThatThrownBy(() -> stores().save(run(), task(), out("a", "/a"), _ -> {
                    throw new IOException("the engine went away");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the engine went away");
    }

    @Test
    void aRepositoryThatCannotBeWrittenIsSaid() throws Exception {
        Files.createDirectories(directory.resolve("artifacts"));
        Files.writeString(directory.resolve("artifacts/repository"), "in the way");

        assertThat(whyUnsaved(out("a", "/a"), file("x")))
                .startsWith("artifact 'a' cannot be saved: ")
                .contains("repository");
    }

    @Test
    void aCompressionLevelThatGzipDoesNotKnowIsSaid() throws Exception {
        Artifact odd = out("a", "/a").toBuilder()
                .archive(new ArchiveStrategy(null, new TarStrategy(12), null))
                .build();

        assertThat(whyUnsaved(odd, file("x"))).contains("compressionLevel is 12", "0 (none) to 9");
    }
}
