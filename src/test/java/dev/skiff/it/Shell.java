package dev.skiff.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Small commands of the machine, for the tests' own preparations and for looking at what is left behind. */
public final class Shell {
    private Shell() {}

    public record Result(int exitCode, String text) {}

    /** Both streams together. */
    public static Result tryRun(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            ClusterOfTests.tell(builder);
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mounting a file system and starting a second engine take root; elsewhere the test is skipped, and says so. */
    static void assumeRoot() {
        Assumptions.assumeTrue(run("id", "-u").strip().equals("0"), "needs root");
    }

    public static String run(String... command) {
        Result result = tryRun(command);
        if (result.exitCode() != 0) {
            throw new AssertionError(
                    "exit code " + result.exitCode() + " of " + List.of(command) + ":\n" + result.text());
        }
        return result.text();
    }
}
