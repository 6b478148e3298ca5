package dev.skiff.local;

import dev.skiff.port.ProcessIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which process drives a run. What counts is the lock on the file {@code lock}, which the system takes back when the process dies,
 * however it dies; the file {@code owner} holds its process id and its start, for people.
 */
final class OwnerFile implements AutoCloseable {
    /** POSIX gives up a lock when the process closes any descriptor of the file: what is ours must not be opened again. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private OwnerFile(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** Empty when a living process has the directory. */
    static Optional<OwnerFile> take(Path directory) throws IOException {
        Path file = lockOf(directory);
        if (!OURS.add(file)) {
            return Optional.empty();
        }
        OwnerFile owner = null;
        try {
            PrivateFiles.append(file, new byte[0]);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            PrivateFiles.replace(
                    directory.resolve("owner"),
                    (ProcessIdentity.current().text() + "\n").getBytes(StandardCharsets.UTF_8));
            owner = new OwnerFile(file, channel, lock);
            return Optional.of(owner);
        } finally {
            if (owner == null) {
                OURS.remove(file);
            }
        }
    }

    private static Path lockOf(Path directory) {
        return directory.resolve("lock").toAbsolutePath().normalize();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Whether a living process has the directory. */
    static boolean isTaken(Path directory) throws IOException {
        Path file = lockOf(directory);
        if (OURS.contains(file)) {
            return true;
        }
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                return true;
            }
            lock.release();
            return false;
        }
    }

    /** What the last owner wrote: its process id and its start; empty if there is none. */
    static String signature(Path directory) throws IOException {
        Path owner = directory.resolve("owner");
        return Files.exists(owner) ? Files.readString(owner).strip() : "";
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
        OURS.remove(file);
    }
}
