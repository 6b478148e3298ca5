package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

    private final InProcess skiff = InProcess.in(Path.of("not-used"));
    private final StringWriter err = new StringWriter();

    @Command(name = "fail")
    private record Fails(Exception with) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw with;
        }
    }

    @Test
    void anUnexpectedFailureIsOneLineAndExitCodeOne() {
        assertThat(skiff(new IllegalStateException("the first line\n   the second"), "fail"))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("skiff: IllegalStateException: the first line the second (-v shows where)\n");
    }

    @Test
    void aFailureWithoutAMessageIsNamed() {
        skiff(new UnsupportedOperationException(), "fail");
        assertThat(err.toString()).isEqualTo("skiff: UnsupportedOperationException (-v shows where)\n");
    }

    @Test
    void verboseShowsWhereItFailed() {
        skiff(new IllegalStateException("here"), "fail", "-v");
        assertThat(err.toString()).contains("IllegalStateException: here", "at dev.skiff.cli.FailuresTest");
    }

    @Test
    void beingCalledWronglyIsExitCodeTwoAndSaysHowToCall() {
        assertThat(skiff(new IllegalStateException("not reached"), "fail", "--no-such-option"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--no-such-option'", "Try 'skiff fail --help'.");
    }

    @Test
    void withoutACommandItIsSaidWhereHelpIs() {
        assertThat(skiff(new IllegalStateException("not reached"))).isEqualTo(2);
        assertThat(err.toString()).contains("Missing command", "Try 'skiff --help'.");
    }

    private int skiff(Exception failure, String... arguments) {
        return skiff.commandLine()
                .addSubcommand(new Fails(failure))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
