package dev.skiff.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Hands on what is appended to a file, from its beginning. For one thread. */
final class LogTail {
    private static final int CHUNK = 64 << 10;

    private final Path file;
    private final Consumer<byte[]> sink;
    private long offset;

    LogTail(Path file, Consumer<byte[]> sink) {
        this.file = file;
        this.sink = sink;
    }

    /** Hands on what is there now; what is written meanwhile is left for the next time, so that this ends. */
    void drain() throws IOException {
        try (var channel = FileChannel.open(file)) {
            long end = channel.size();
            while (offset < end) {
                var buffer = ByteBuffer.allocate((int) Math.min(CHUNK, end - offset));
                int read = channel.read(buffer, offset);
                if (read <= 0) {
                    return;
                }
                offset += read;
                sink.accept(Arrays.copyOf(buffer.array(), read));
            }
        } catch (NoSuchFileException e) {
            // Nothing was written yet.
        }
    }
}
