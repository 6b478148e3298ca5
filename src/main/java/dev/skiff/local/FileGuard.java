package dev.skiff.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** One process at a time, and one of its threads: waits for the others when it is opened, lets them in when it is closed. */
final class FileGuard implements AutoCloseable {
    /** The system tells processes apart, not threads; and it gives up a lock when any descriptor of the file is closed. */
    private static final ReentrantLock OURS = new ReentrantLock();

    private final FileChannel channel;
    private final FileLock lock;

    private FileGuard(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** @param directory made when absent; the guard is the file {@code lock} in it */
    static FileGuard of(Path directory) throws IOException {
        OURS.lock();
        FileGuard guard = null;
        try {
            PrivateFiles.createDirectories(directory);
            Path file = directory.resolve("lock");
            PrivateFiles.append(file, new byte[0]);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            try {
                guard = new FileGuard(channel, Objects.requireNonNull(channel.lock()));
            } finally {
                if (guard == null) {
                    channel.close();
                }
            }
            return guard;
        } finally {
            if (guard == null) {
                OURS.unlock();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            OURS.unlock();
        }
    }
}
