package dev.skiff.local;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Files that only their owner may read: outputs and logs of runs may hold anything. */
final class PrivateFiles {
    private static final FileAttribute<?>[] FILE = attributes("rw-------");
    private static final FileAttribute<?>[] DIRECTORY = attributes("rwx------");

    private PrivateFiles() {}

    private static FileAttribute<?>[] attributes(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** An empty file. @throws FileAlreadyExistsException when it is there */
    static void create(Path file) throws IOException {
        Files.createFile(file, FILE);
    }

    /** One directory. @throws FileAlreadyExistsException when it is there */
    static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, DIRECTORY);
    }

    /** The directory and those above it that are not there. */
    static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        try {
            createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** Replaces the file as a whole: whoever reads it sees the old content or the new, also after a crash. */
    static void replace(Path file, byte[] content) throws IOException {
        Path fresh = fresh(file, content);
        try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As {@link #replace}, but after a crash of the machine the file may be empty. */
    static void swap(Path file, byte[] content) throws IOException {
        Files.move(fresh(file, content), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path fresh(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        create(fresh);
        Files.write(fresh, content, StandardOpenOption.WRITE);
        return fresh;
    }

    /** Adds to the end of the file, which is made when absent. Not cut off by an interrupt of the thread, as a channel would be. */
    static void append(Path file, byte[] content) throws IOException {
        if (!Files.exists(file)) {
            try {
                create(file);
            } catch (FileAlreadyExistsException e) {
                // another thread was faster
            }
        }
        try (var out = new FileOutputStream(file.toFile(), true)) {
            out.write(content);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
    }

    /** The directory with everything in it; follows no links. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The exception as a person would put it: the path and the reason. */
    static String sentence(IOException e, Path otherwise) {
        if (e instanceof FileSystemException f) {
            String path = f.getFile() == null ? otherwise.toString() : f.getFile();
            String reason = f.getReason();
            if (reason == null) {
                reason = switch (f) {
                    case NoSuchFileException n -> "no such file";
                    case AccessDeniedException d -> "permission denied";
                    case FileAlreadyExistsException x -> "is there already";
                    default -> f.getClass().getSimpleName();
                };
            }
            return path + ": " + reason;
        }
        String message = e.getMessage();
        return message == null || !message.contains(otherwise.toString()) ? otherwise + ": " + message : message;
    }
}
