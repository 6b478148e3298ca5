package dev.skiff.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The skiff that a run belongs to, as a file.
 *
 * @param startedAt guards against a process id that was given to another process since
 */
record ProcessOwner(long pid, Instant startedAt) {
    /** A start is derived from the machine's boot time, which may be corrected meanwhile. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static ProcessOwner self() {
        var self = ProcessHandle.current();
        return new ProcessOwner(self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, pid + " " + startedAt + "\n");
    }

    /** Empty when there is none, or not all of it yet. */
    static Optional<ProcessOwner> read(Path file) throws IOException {
        try {
            var words = Files.readString(file).strip().split(" ", -1);
            return words.length == 2
                    ? Optional.of(new ProcessOwner(Long.parseLong(words[0]), Instant.parse(words[1])))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(p -> isClose(p.info().startInstant().orElse(Instant.EPOCH)))
                .isPresent();
    }

    private boolean isClose(Instant start) {
        return Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0;
    }
}
