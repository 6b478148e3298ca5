package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.TarStrategy;
import dev.skiff.model.ZipStrategy;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/** Archives that others have made, some of them with ill will. */
class ArchivesTest extends StoresFixture {

    private static final Artifact STORED = Artifact.builder()
            .name("in")
            .path("/in")
            .s3(Repository.keyAlone("in.tgz"))
            .build();

    private interface Filling {
        void fill(TarArchiveOutputStream tar) throws IOException;
    }

    private Path stored() throws IOException {
        Path stored = directory.resolve("artifacts/repository/in.tgz");
        Files.createDirectories(stored.getParent());
        return stored;
    }

    private void tar(Filling filling) throws IOException {
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(stored())))) {
            filling.fill(tar);
        }
    }

    private static void file(TarArchiveOutputStream tar, String name, String text) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void special(TarArchiveOutputStream tar, String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> load(STORED))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("artifact 'in'")
                .hasMessageContainingAll(words);
    }

    /** ART-03. */
    @Test
    void oneNameAtTheTopIsTheArtifactItself() throws Exception {
        tar(tar -> file(tar, "whatever.txt", "hello"));

        assertThat(Files.readString(load(STORED))).isEqualTo("hello");
    }

    /** ART-03. */
    @Test
    void severalNamesAtTheTopAreADirectory() throws Exception {
        tar(tar -> {
            file(tar, "a", "1");
            file(tar, "./sub/b", "2");
        });

        assertThat(contents(load(STORED))).containsExactly("a=1", "sub/b=2");
    }

    @Test
    void anEmptyArchiveIsAnEmptyDirectory() throws Exception {
        tar(_ -> {});

        assertThat(load(STORED.toBuilder()
                        .archive(new ArchiveStrategy(null, new TarStrategy(null), null))
                        .build()))
                .isEmptyDirectory();
    }

    @Test
    void directoriesThatAreTakenForGrantedAreMade() throws Exception {
        tar(tar -> file(tar, "top/sub/a", "1"));

        assertThat(contents(load(STORED))).containsExactly("sub/a=1");
    }

    @Test
    void hardLinksAreTheSameFile() throws Exception {
        tar(tar -> {
            file(tar, "top/a", "1");
            special(tar, "top/b", TarConstants.LF_LINK, "top/a");
        });

        assertThat(contents(load(STORED))).containsExactly("a=1", "b=1");
    }

    @Test
    void anEntryThatLeadsOutIsRefused() throws Exception {
        tar(tar -> file(tar, "a/../../evil", "x"));

        refused("leads out of it: a/../../evil");
    }

    @Test
    void anAbsoluteEntryStaysInside() throws Exception {
        tar(tar -> {
            file(tar, "/etc/passwd", "x");
            file(tar, "b", "y");
        });

        assertThat(contents(load(STORED))).containsExactly("b=y", "etc/passwd=x");
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        tar(tar -> {
            special(tar, "top/link", TarConstants.LF_SYMLINK, outside.toString());
            file(tar, "top/link/evil", "x");
        });

        refused("top/link/evil", "which is no directory but a link");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aLinkIsNotReplacedByADirectory() throws Exception {
        tar(tar -> {
            special(tar, "top/link", TarConstants.LF_SYMLINK, "/etc");
            special(tar, "top/link/", TarConstants.LF_DIR, "");
        });

        refused("top/link twice");
    }

    @Test
    void aHardLinkToWhatIsNotInTheArchiveIsRefused() throws Exception {
        tar(tar -> special(tar, "top/shadow", TarConstants.LF_LINK, "/etc/shadow"));

        refused("link top/shadow", "no file of it");
    }

    @Test
    void devicesAndPipesAreRefused() throws Exception {
        tar(tar -> special(tar, "disk", TarConstants.LF_BLK, ""));

        refused("device or pipe disk");
    }

    @Test
    void aBombIsRefused() throws Exception {
        byte[] zeros = new byte[1 << 20];
        tar(tar -> {
            TarArchiveEntry entry = new TarArchiveEntry("zeros");
            entry.setSize(32L << 20);
            tar.putArchiveEntry(entry);
            for (int i = 0; i < 32; i++) {
                tar.write(zeros);
            }
            tar.closeArchiveEntry();
        });

        refused("looks like an archive bomb");
    }

    @Test
    void tooManyEntriesAreRefused() throws Exception {
        tar(tar -> {
            for (int i = 0; i <= LIMITS.entries(); i++) {
                file(tar, "d/" + i, "");
            }
        });

        refused("more than 10000 files and directories");
    }

    @Test
    void anArchiveThatIsCutOffIsRefused() throws Exception {
        tar(tar -> file(tar, "a", "x".repeat(100_000)));
        byte[] whole = Files.readAllBytes(stored());
        Files.write(stored(), java.util.Arrays.copyOf(whole, whole.length / 2));

        refused("cannot be read as one");
    }

    private static Artifact zipped() {
        return STORED.toBuilder()
                .archive(new ArchiveStrategy(null, null, new ZipStrategy()))
                .build();
    }

    @Test
    void aZipWithAnEntryThatLeadsOutIsRefused() throws Exception {
        try (var zip = new ZipOutputStream(Files.newOutputStream(stored()))) {
            zip.putNextEntry(new ZipEntry("../evil"));
            zip.write(1);
        }

        assertThatThrownBy(() -> load(zipped())).hasMessageContaining("leads out of it: ../evil");
    }

    @Test
    void aZipBombIsRefused() throws Exception {
        try (var zip = new ZipOutputStream(Files.newOutputStream(stored()))) {
            zip.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < 32; i++) {
                zip.write(new byte[1 << 20]);
            }
        }

        assertThatThrownBy(() -> load(zipped())).hasMessageContaining("looks like an archive bomb");
    }

    @Test
    void aZipMayStoreItsEntriesAsTheyAre() throws Exception {
        try (var zip = new ZipOutputStream(Files.newOutputStream(stored()))) {
            ZipEntry entry = new ZipEntry("a");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(1);
            java.util.zip.CRC32 sum = new java.util.zip.CRC32();
            sum.update('x');
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write('x');
        }

        assertThat(Files.readString(load(zipped()))).isEqualTo("x");
    }

    /** @param at place in an entry of the directory: 8 for its flags, 10 for its method */
    private void zipWith(int at, int value) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(stored()))) {
            zip.putNextEntry(new ZipEntry("a"));
            zip.write(1);
        }
        byte[] bytes = Files.readAllBytes(stored());
        int entry = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        bytes[entry + at] = (byte) value;
        Files.write(stored(), bytes);
    }

    @Test
    void aZipThatIsEncryptedOrCompressedInARareWayIsSaidToBe() throws Exception {
        zipWith(10, 93);
        assertThatThrownBy(() -> load(zipped())).hasMessageContaining("'a' is compressed by the method 93");

        zipWith(8, 1);
        assertThatThrownBy(() -> load(zipped())).hasMessageContaining("'a' is encrypted");
    }

    @Test
    void whatIsNoZipIsSaid() throws Exception {
        try (OutputStream out = Files.newOutputStream(stored())) {
            out.write("no zip".getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> load(zipped())).hasMessageContaining("should be a zip archive");
    }
}
