package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code skiff serve} refuses; what it does is in {@code ServeOnClusterIT}. */
class ServeCommandTest {

    @TempDir
    Path directory;

    @Test
    void withoutAClusterItSaysSo() {
        var outcome = InProcess.in(directory).run("serve", "--on", "kubernetes");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("there is no cluster to speak to");
    }
}
