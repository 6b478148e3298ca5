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
    void aClusterHasItsOwnObjects() {
        var outcome = InProcess.in(directory).run("serve", "--on", "kubernetes", "--allow-host-path");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--allow-host-path are for --on docker");
    }

    @Test
    void whatRunsMayReferToIsReadBeforeAnythingIsServed() {
        var outcome = InProcess.in(directory).run("serve", "--on", "docker", "--manifest", "nowhere.yaml");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("nowhere.yaml");
    }

    @Test
    void withoutAClusterItSaysSo() {
        var outcome = InProcess.in(directory).run("serve", "--on", "kubernetes");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("there is no cluster to speak to");
    }
}
