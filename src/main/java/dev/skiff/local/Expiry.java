package dev.skiff.local;

import dev.skiff.engine.TimeToLive;
import dev.skiff.model.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When runs with a {@code ttlStrategy} are to be deleted: a file for each, named like the run, so that no run has to be read for it. */
record Expiry(Path directory) {

    /** Notes what the status says of the run: when it is due, or that it is not (GC-03). */
    void note(String run, Workflow workflow) throws IOException {
        Optional<Instant> due = TimeToLive.end(workflow, null);
        if (due.isPresent()) {
            PrivateFiles.createDirectories(directory);
            PrivateFiles.swap(directory.resolve(run), due.get().toString().getBytes(StandardCharsets.UTF_8));
        } else {
            forget(run);
        }
    }

    void forget(String run) throws IOException {
        Files.deleteIfExists(directory.resolve(run));
    }

    List<String> before(Instant now) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                if (isBefore(file, now)) {
                    found.add(file.getFileName().toString());
                }
            }
        }
        return found;
    }

    private static boolean isBefore(Path file, Instant now) throws IOException {
        try {
            return !Instant.parse(Files.readString(file).strip()).isAfter(now);
        } catch (DateTimeParseException e) {
            // cut off by a crash: nobody knows any more, so that the run is kept
            return false;
        }
    }
}
