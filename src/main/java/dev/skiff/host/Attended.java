package dev.skiff.host;

import dev.skiff.host.HostProcess.Exit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One container under watch: hands on what it writes, and ends it with SIGTERM, patience and SIGKILL. For one thread. */
final class Attended {
    /** Output is looked for this often; the end of an own child is noticed at once. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final String name;
    private final HostProcess process;
    private final LogTail stdout;
    private final LogTail stderr;
    private final InstantSource clock;
    private @Nullable Instant killAt;
    private @Nullable Exit ended;

    /** @param output is given (whether standard error, bytes) */
    Attended(
            String name,
            HostProcess process,
            Layout.ContainerFiles files,
            InstantSource clock,
            BiConsumer<Boolean, byte[]> output) {
        this.name = name;
        this.process = process;
        this.clock = clock;
        this.stdout = new LogTail(files.stdout(), bytes -> output.accept(false, bytes));
        this.stderr = new LogTail(files.stderr(), bytes -> output.accept(true, bytes));
    }

    String name() {
        return name;
    }

    HostProcess process() {
        return process;
    }

    /** Looks once. Once the end is given, all output has been handed on and no descendant is left. */
    Optional<Exit> look() throws IOException, InterruptedException {
        if (ended != null) {
            return Optional.of(ended);
        }
        var exit = process.exit();
        if (exit.isPresent()) {
            settle();
        }
        stdout.drain();
        stderr.drain();
        ended = exit.orElse(null);
        return exit;
    }

    /** The script has written the code and is about to end the group and itself; what remains then is ended from here. */
    private void settle() throws IOException, InterruptedException {
        var deadline = clock.instant().plusSeconds(5);
        while (process.isAlive() && clock.instant().isBefore(deadline)) {
            process.pause(GLANCE.dividedBy(2));
        }
        if (process.isAlive() || !process.endsItsGroup()) {
            process.kill();
        }
        process.endDescendants();
    }

    /** Goes on with ending the process; to be called again and again until it has ended. */
    void end(Duration grace) throws IOException, InterruptedException {
        if (ended != null) {
            return;
        }
        var now = clock.instant();
        if (killAt == null) {
            process.terminate();
            killAt = now.plus(grace);
        } else if (now.isAfter(killAt)) {
            process.kill();
            killAt = now.plus(AGAIN);
        }
    }

    void pause() throws InterruptedException, IOException {
        process.pause(GLANCE);
    }
}
