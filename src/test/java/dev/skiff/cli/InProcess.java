package dev.skiff.cli;

import dev.skiff.artifact.ArtifactStores;
import dev.skiff.host.HostExecutor;
import dev.skiff.host.HostOptions;
import dev.skiff.local.FileCaches;
import dev.skiff.local.FileKnownServers;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Artifacts;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Executors;
import dev.skiff.port.TaskExecutor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine;

/** {@code skiff} in this process: the real store and the real host executor in a directory of the test; no container engine answers. */
final class InProcess {
    private final Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String input = "";

    private InProcess(Path directory) {
        this.directory = directory;
    }

    static InProcess in(Path directory) {
        return new InProcess(directory);
    }

    /** @param out and err what was printed by this call */
    record Outcome(int exitCode, String out, String err) {}

    InProcess withInput(String text) {
        input = text;
        return this;
    }

    Outcome run(String... arguments) {
        out.reset();
        err.reset();
        int code = commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    FileRunStore store() {
        return new FileRunStore(directory);
    }

    CommandLine commandLine() {
        InstantSource clock = InstantSource.system();
        return CommandLines.of(new CommandContext(
                store(),
                new HostAlone(directory, clock),
                new TimerAlarms(clock),
                new FileLocks(directory),
                new FileCaches(directory, clock),
                artifacts(directory),
                settings -> {
                    throw new ExecutorException("there is no cluster to speak to");
                },
                (service, settings) -> {
                    throw new IllegalStateException("no server is opened here");
                },
                new FileKnownServers(directory),
                clock,
                new Random(7),
                Map.of("TERM", "dumb"),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    private static Artifacts artifacts(Path directory) {
        return new ArtifactStores(
                ArtifactStores.Options.in(directory.resolve("artifacts"), directory.resolve("config.yaml")));
    }

    /** A machine without a container engine. */
    private record HostAlone(Path directory, InstantSource clock) implements Executors {
        @Override
        public TaskExecutor open(String name, Settings settings) {
            if (!name.equals("host")) {
                throw new ExecutorException("no container engine answers");
            }
            return new HostExecutor(
                    HostOptions.in(directory.resolve("host"))
                            .withGrace(Duration.ofSeconds(2))
                            .withAllowHostPath(settings.allowHostPath()),
                    clock,
                    artifacts(directory));
        }

        @Override
        public String explanation(String name) {
            return "It costs $HOME and ${HOME}.";
        }

        @Override
        public String notice(String name) {
            return "notice of " + name;
        }

        @Override
        public Optional<String> obtainable(String name, List<String> images) {
            throw new ExecutorException("no container engine answers");
        }
    }
}
