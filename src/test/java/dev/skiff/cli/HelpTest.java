package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --help} says. */
class HelpTest {

    @TempDir
    Path directory;

    @Test
    void eachCommandIsListedWithWhatItDoesItself() {
        String help = InProcess.in(directory).run("--help").out();
        assertThat(help)
                .containsOnlyOnce("Runs Argo Workflows YAML")
                .containsPattern("run +Run the workflows in files")
                .containsPattern("delete +Delete runs");
    }

    @Test
    void aCommandsHelpSaysWhatItDoesAndNotWhatSkiffDoes() {
        String help = InProcess.in(directory).run("delete", "--help").out();
        assertThat(help).contains("Delete runs").doesNotContain("Runs Argo Workflows YAML");
    }
}
