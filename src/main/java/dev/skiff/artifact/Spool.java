package dev.skiff.artifact;

import dev.skiff.port.LocalTree;
import dev.skiff.port.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Places for what is on its way. What processes that are dead have left there is deleted. */
final class Spool {
    private final Path directory;
    private final Path own;

    /** @param directory made when first needed, for its owner alone */
    Spool(Path directory) {
        this.directory = directory;
        ProcessIdentity self = ProcessIdentity.current();
        this.own = directory.resolve(name(self));
    }

    private static String name(ProcessIdentity process) {
        return process.text().replace(' ', '_');
    }

    /** A path at which nothing is, in a directory that is there. */
    Path fresh() throws IOException {
        synchronized (this) {
            if (!Files.isDirectory(own)) {
                deleteOfTheDead();
                Files.createDirectories(
                        own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
        return own.resolve(UUID.randomUUID().toString());
    }

    private void deleteOfTheDead() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> known;
        try (Stream<Path> children = Files.list(directory)) {
            known = children.toList();
        }
        for (Path child : known) {
            boolean dead = ProcessIdentity.parse(child.getFileName().toString().replace('_', ' '))
                    .filter(p -> !p.isAlive())
                    .isPresent();
            if (dead) {
                LocalTree.delete(child);
            }
        }
    }

    /** Deletes what is at the path; a failure only leaves it to {@link #deleteOfTheDead}. */
    static void discard(Path path) {
        try {
            LocalTree.delete(path);
        } catch (IOException e) {
            System.getLogger("dev.skiff.artifact").log(System.Logger.Level.DEBUG, () -> "cannot delete " + path, e);
        }
    }
}
