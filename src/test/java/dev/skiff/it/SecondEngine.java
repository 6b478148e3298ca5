package dev.skiff.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine of the tests' own, beside the machine's: one that may be killed. It has a network namespace of its own, because an
 * engine without a bridge deletes the {@code docker0} that it finds, and that would be the machine's.
 */
final class SecondEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONTAINERD = "exec/containerd/containerd.pid";
    private final Path directory;
    private Process process;

    /** @param directory empty, for everything the engine keeps; short, since a socket's path has at most 107 bytes */
    SecondEngine(Path directory) {
        this.directory = directory;
        process = launch();
    }

    String host() {
        return "unix://" + directory.resolve("e.sock");
    }

    /** Copies an image of the machine's engine into this one. */
    void load(String image) {
        Path archive = directory.resolve("image.tar");
        Shell.run("docker", "save", "-o", archive.toString(), image);
        Shell.run("docker", "-H", host(), "load", "-i", archive.toString());
    }

    /** kill −9, containerd included; containers' processes go on until the engine is started again. */
    void kill() {
        process.destroyForcibly();
        try {
            Shell.tryRun(
                    "kill",
                    "-KILL",
                    Files.readString(directory.resolve(CONTAINERD)).strip());
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** After {@link #kill}: the engine ends what still runs, as Docker does. */
    void startAgain() {
        process = launch();
    }

    /** Names of all containers, running or not. */
    String containers() {
        return Shell.run("docker", "-H", host(), "ps", "-a", "--format", "{{.Names}}")
                .strip();
    }

    private Process launch() {
        try {
            Files.deleteIfExists(directory.resolve("pid"));
            Files.deleteIfExists(directory.resolve(CONTAINERD));
            Process started = new ProcessBuilder(
                            "unshare",
                            "--net",
                            "--mount",
                            "dockerd",
                            "--data-root",
                            directory.resolve("data").toString(),
                            "--exec-root",
                            directory.resolve("exec").toString(),
                            "--pidfile",
                            directory.resolve("pid").toString(),
                            "-H",
                            host(),
                            "--bridge=none",
                            "--iptables=false",
                            "--ip-masq=false")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
            Instant end = Instant.now().plus(PATIENCE);
            while (Shell.tryRun("docker", "-H", host(), "version").exitCode() != 0) {
                if (!started.isAlive() || Instant.now().isAfter(end)) {
                    started.destroyForcibly();
                    throw new AssertionError("no second engine:\n" + Files.readString(directory.resolve("log")));
                }
                Thread.sleep(100);
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            startAgain();
        }
        for (String container : containers().lines().toList()) {
            Shell.tryRun("docker", "-H", host(), "rm", "-f", container);
        }
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        // the shims of containers that ran when the engine was killed; their command lines name its directory
        Shell.tryRun("sh", "-c", "pgrep -f 'containerd-shim.*" + directory + "/exec' | xargs -r kill -KILL");
        Shell.run("rm", "-rf", directory.toString());
    }
}
