package dev.skiff.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Directories that are made for one user only, listed, and deleted with all that is in them. */
final class DirectoryTree {
    private static final int ATTEMPTS = 20;

    private DirectoryTree() {}

    /** Makes the directory and those above it, for the user alone. */
    static Path make(Path directory) throws IOException {
        return Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** What lies directly below, in order; nothing when there is no such directory. */
    static List<Path> children(Path directory) throws IOException {
        try (var children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    /** Deletes the directory and everything in it, never through a symbolic link; nothing when it is not there. */
    static void delete(Path directory) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                deleteOnce(directory);
                return;
            } catch (DirectoryNotEmptyException e) {
                // A process that was just killed may still have made a file.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static void deleteOnce(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : accessibleChildren(path)) {
                deleteOnce(child);
            }
        }
        Files.deleteIfExists(path);
    }

    /** A task may have taken its own directories' permissions away. */
    private static List<Path> accessibleChildren(Path directory) throws IOException {
        if (!Files.isReadable(directory) || !Files.isWritable(directory) || !Files.isExecutable(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        return children(directory);
    }

    /** The failure as a sentence: where, why, and what to do. */
    static String sentence(IOException e, Path base) {
        var where = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : base.toString();
        var why =
                switch (e) {
                    case AccessDeniedException _ -> "permission denied";
                    case FileAlreadyExistsException _ -> "something that is no directory is in the way";
                    case NoSuchFileException _ -> "it is not there any more";
                    case FileSystemException f when f.getReason() != null -> f.getReason();
                    default -> String.valueOf(e.getMessage());
                };
        return "the host executor cannot work in " + where + ": " + why + " (everything it needs is kept below " + base
                + ": see that there is space and that you may write there)";
    }
}
