package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that no workflow engine should choke on: each gets a sentence, nothing is started and nothing is kept. */
class BadFilesIT {
    private static final long FIFTY_MB = 50L * 1024 * 1024;

    @TempDir
    Path directory;

    @Test
    void aYamlBombIsRefusedBeforeItGrows() throws IOException {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i <= 12; i++) {
            String previous = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]%n".formatted(i, i, String.join(", ", Collections.nCopies(10, previous))));
        }
        refused(Files.writeString(directory.resolve("bomb.yaml"), bomb), "alias");
    }

    @Test
    void fiftyMegabytesOfYamlAreRefusedWithTheLimit() throws IOException {
        Path file = directory.resolve("large.yaml");
        byte[] line = "# padding padding padding padding padding padding padding\n".getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (long written = 0; written < FIFTY_MB; written += line.length) {
                out.write(line);
            }
        }
        refused(file, "limit", "MB");
    }

    @Test
    void invalidUtf8IsRefusedWithItsPlace() throws IOException {
        byte[] text = "kind: Workflow\nmetadata:\n  name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        refused(Files.write(directory.resolve("latin1.yaml"), text), "UTF-8", "latin1.yaml:3");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        refused(Files.writeString(directory.resolve("empty.yaml"), ""), "empty.yaml");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        refused(directory.resolve("no-such-file.yaml"), "no-such-file.yaml");
    }

    @Test
    void anUnknownFieldIsRefusedWithAGuessAndItsPlace() throws IOException {
        refused(Files.writeString(directory.resolve("typo.yaml"), """
                        apiVersion: argoproj.io/v1alpha1
                        kind: Workflow
                        metadata: {generateName: typo-}
                        spec:
                          entrypoit: main
                          templates:
                          - name: main
                            container: {image: busybox}
                        """), "typo.yaml:5", "entrypoit", "entrypoint");
    }

    private void refused(Path file, String... words) {
        var skiff = SkiffCommand.in(directory);
        var outcome = skiff.run("run", file.toString(), "--on", "host");
        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(outcome.err()).contains(words).doesNotContain("\tat ", "Exception in thread");
        assertThat(outcome.out()).isEmpty();
        assertThat(skiff.run("list", "-o", "name").out())
                .as("runs that were kept")
                .isBlank();
    }
}
