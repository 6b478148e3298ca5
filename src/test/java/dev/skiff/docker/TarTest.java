package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

    @TempDir
    Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void theTarCommandUnpacksWhatIsWritten() throws Exception {
        String longName = "deep/" + "n".repeat(200) + "/file é";
        byte[] tar = Tar.write(List.of(
                Tar.Entry.directory("deep", 0755, 0),
                Tar.Entry.file("deep/empty", 0600, bytes("")),
                Tar.Entry.file("deep/block", 0640, bytes("x".repeat(512))),
                Tar.Entry.file(longName, 0755, bytes("long"))));
        Path archive = Files.write(directory.resolve("a.tar"), tar);

        run("tar", "--no-same-owner", "-C", directory.toString(), "-xpf", archive.toString());

        assertThat(directory.resolve("deep/empty")).isEmptyFile();
        assertThat(Files.readString(directory.resolve("deep/block"))).hasSize(512);
        assertThat(Files.readString(directory.resolve(longName))).isEqualTo("long");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("deep/block"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aGroupBeyondTheOctalFieldIsWrittenToo() throws Exception {
        byte[] tar = Tar.write(List.of(new Tar.Entry("f", 0644, 0, 3_000_000_000L, bytes("x"))));
        Path archive = Files.write(directory.resolve("a.tar"), tar);

        Process list = new ProcessBuilder("tar", "--numeric-owner", "-tvf", archive.toString()).start();

        assertThat(new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("0/3000000000");
    }

    @Test
    void theFirstEntryOfWhatTheTarCommandWritesIsRead() throws Exception {
        String name = "n".repeat(150);
        Files.writeString(directory.resolve(name), "content");
        for (String format : List.of("gnu", "pax", "ustar")) {
            Path archive = directory.resolve(format + ".tar");
            run(
                    "tar",
                    "--format=" + format,
                    "-C",
                    directory.toString(),
                    "-cf",
                    archive.toString(),
                    format.equals("ustar")
                            ? Files.writeString(directory.resolve("short"), "content")
                                    .getFileName()
                                    .toString()
                            : name);

            Tar.First first = Tar.readFirst(new ByteArrayInputStream(Files.readAllBytes(archive)), 100);

            assertThat(first.type()).isEqualTo('0');
            assertThat(first.content()).asString().isEqualTo("content");
        }
    }

    @Test
    void noMoreThanTheLimitAndOneByteIsRead() throws IOException {
        byte[] tar = Tar.write(List.of(Tar.Entry.file("f", 0644, new byte[1000])));

        assertThat(Tar.readFirst(new ByteArrayInputStream(tar), 10).content()).hasSize(11);
    }

    @Test
    void whatIsNoTarIsRefused() {
        assertThatThrownBy(() -> Tar.readFirst(new ByteArrayInputStream(bytes("hello")), 10))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Tar.readFirst(new ByteArrayInputStream(bytes("x".repeat(600))), 10))
                .isInstanceOf(IOException.class);
    }
}
