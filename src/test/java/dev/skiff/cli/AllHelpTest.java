package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help of every command there is. */
class AllHelpTest {

    @TempDir
    static Path directory;

    static Stream<String> commands() {
        return below(InProcess.in(directory).commandLine(), "");
    }

    private static Stream<String> below(CommandLine line, String path) {
        return line.getSubcommands().entrySet().stream().flatMap(e -> {
            String own = (path + " " + e.getKey()).strip();
            return Stream.concat(Stream.of(own), below(e.getValue(), own));
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsAndSaysWhatTheCommandDoes(String command) {
        String[] words = (command + " --help").split(" ", -1);
        var outcome = InProcess.in(directory).run(words);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("Usage: skiff ").doesNotContain("Runs Argo Workflows YAML");
        assertThat(outcome.out().lines())
                .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(120));
    }
}
