package dev.skiff.host;

import dev.skiff.engine.TaskState.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads what a task left behind as values. */
final class OutputReader {
    /** OUT-05. */
    private static final int MAX_RESULT_BYTES = 256 << 10;

    private OutputReader() {}

    /**
     * @param declared the path as the template has it, for messages
     * @param maxBytes beyond it the file is unreadable; no more than that is ever read
     */
    static OutputFile read(Path file, String declared, int maxBytes) {
        if (Files.isDirectory(file)) {
            return new OutputFile.Unreadable(declared + " is a directory, an output parameter is read from a file");
        }
        if (!Files.exists(file)) {
            return new OutputFile.Missing();
        }
        // Opening a named pipe would wait for a writer.
        if (!Files.isRegularFile(file)) {
            return new OutputFile.Unreadable(declared + " is no regular file");
        }
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                return new OutputFile.Unreadable(declared + " has " + size
                        + " bytes, the limit of an output parameter is " + maxBytes + " bytes");
            }
            return decoded(firstBytes(file, maxBytes), declared);
        } catch (AccessDeniedException e) {
            return new OutputFile.Unreadable(declared + " cannot be read: permission denied");
        } catch (IOException e) {
            return new OutputFile.Unreadable(declared + " cannot be read: " + e.getMessage());
        }
    }

    private static OutputFile decoded(byte[] bytes, String declared) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new OutputFile.Found(text.toString());
        } catch (CharacterCodingException e) {
            return new OutputFile.Unreadable(declared + " is not UTF-8 text");
        }
    }

    private static byte[] firstBytes(Path file, int max) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(max);
        }
    }

    /** The last 256 KiB of standard output as text; bytes that are no UTF-8 become U+FFFD. */
    static String result(Path stdout) throws IOException {
        if (!Files.exists(stdout)) {
            return "";
        }
        try (var channel = FileChannel.open(stdout)) {
            long size = channel.size();
            var buffer = ByteBuffer.allocate((int) Math.min(size, MAX_RESULT_BYTES));
            long from = size - buffer.capacity();
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
                // read on
            }
            var bytes = Arrays.copyOf(buffer.array(), buffer.position());
            int start = from > 0 ? continuationBytes(bytes) : 0;
            return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        }
    }

    /** How many bytes at the beginning belong to a character that was cut off. */
    private static int continuationBytes(byte[] bytes) {
        int n = 0;
        while (n < Math.min(3, bytes.length) && (bytes[n] & 0xC0) == 0x80) {
            n++;
        }
        return n;
    }
}
