package dev.skiff.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The names of runs in the order in which something happened to them, one a line, written by every process that changes a run: so that
 * whoever keeps a catalog looks at these and not at all. What is noted has been done before.
 */
record ChangeNotes(Path directory) {
    private static final long LONGEST = 4 << 20;

    Path file() {
        return directory.resolve("changes");
    }

    /** The notes before those. */
    Path before() {
        return directory.resolve("changes.old");
    }

    /** Never fails: a catalog that misses a note finds out by itself, later. */
    void note(String run) {
        try {
            PrivateFiles.createDirectories(directory);
            PrivateFiles.append(file(), (run + "\n").getBytes(StandardCharsets.UTF_8));
            if (Files.size(file()) > LONGEST) {
                Files.move(file(), before(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            System.getLogger("dev.skiff.local")
                    .log(
                            System.Logger.Level.DEBUG,
                            () -> "a change is not noted: " + PrivateFiles.sentence(e, directory));
        }
    }
}
