package dev.skiff.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code local-runner/skiff} with its own data directory; each call is one process. */
public final class SkiffCommand {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path home;
    private final Path scratch;
    private final Map<String, String> environment = new HashMap<>();

    private SkiffCommand(Path home, Path scratch) {
        this.home = home;
        this.scratch = scratch;
    }

    /** Runs are kept in {@code home}; what the processes print goes to files in {@code scratch}. */
    public static SkiffCommand in(Path home, Path scratch) {
        return new SkiffCommand(home, scratch);
    }

    public static SkiffCommand in(Path directory) {
        return new SkiffCommand(directory.resolve("home"), directory);
    }

    /** Sets a variable of the environment for the calls that follow. */
    public SkiffCommand with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs to its end, or fails after five minutes. */
    public Outcome run(String... arguments) {
        return start(arguments).outcome();
    }

    /** Removes all that is kept of the runs: artifacts, links among them, are not for a test framework to tidy up. */
    public void removeHome() {
        Shell.run("rm", "-rf", home.toString());
    }

    /** Heeds Ctrl-C even where the tests themselves run in the background, which makes a shell's children deaf to it. */
    public Running start(String... arguments) {
        try {
            var command = new ArrayList<String>();
            command.addAll(List.of("env", "--default-signal=INT", executable().toString()));
            command.addAll(List.of(arguments));
            Path out = Files.createTempFile(scratch, "out", ".txt");
            Path err = Files.createTempFile(scratch, "err", ".txt");
            var builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("SKIFF_HOME", home.toString());
            builder.environment().putAll(environment);
            ClusterOfTests.tell(builder);
            return new Running(String.join(" ", command), builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path executable() {
        return Path.of(System.getProperty("skiff.command", "local-runner/skiff"))
                .toAbsolutePath();
    }

    /** A process that goes on. */
    public record Running(String command, Process process, Path out, Path err) {

        /** Waits for the end, five minutes at most. */
        public Outcome outcome() {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("no end after " + PATIENCE + ": " + command + "\n" + printed());
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                throw new IllegalStateException(e);
            }
            return new Outcome(command, process.exitValue(), read(out), read(err));
        }

        /** What has been printed so far, both streams. */
        public String printed() {
            return read(out) + read(err);
        }

        /** Sends a signal ({@code INT}, {@code KILL}, …) to the process that was started and to its children. */
        public void signal(String name) {
            var pids = new ArrayList<String>();
            process.descendants().forEach(p -> pids.add(Long.toString(p.pid())));
            pids.add(Long.toString(process.pid()));
            for (String pid : pids) {
                Shell.tryRun("kill", "-" + name, pid);
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param err standard error: everything for people when standard output is JSON */
    public record Outcome(String command, int exitCode, String out, String err) {

        /** The Workflow that {@code -o json} printed: alone on standard output. */
        public JsonNode workflow() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new AssertionError("standard output is not one JSON document: " + this, e);
            }
        }

        @Override
        public String toString() {
            return "%s\nexit code %d\n--- standard output\n%s\n--- standard error\n%s"
                    .formatted(command, exitCode, cut(out), cut(err));
        }

        private static String cut(String text) {
            return text.length() <= 6000
                    ? text
                    : text.substring(0, 3000) + "\n…\n" + text.substring(text.length() - 3000);
        }
    }
}
