package dev.skiff.host;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.pod.OutputText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what a task left behind as values. */
final class OutputReader {
    private OutputReader() {}

    /**
     * @param declared the path as the template has it, for messages
     * @param maxBytes beyond it the file is unreadable; no more than that is ever read
     */
    static OutputFile read(Path file, String declared, int maxBytes) {
        if (Files.isDirectory(file)) {
            return OutputText.directory(declared);
        }
        if (!Files.exists(file)) {
            return new OutputFile.Missing();
        }
        // Opening a named pipe would wait for a writer.
        if (!Files.isRegularFile(file)) {
            return OutputText.notRegular(declared);
        }
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                return OutputText.tooLarge(declared, size, maxBytes);
            }
            return OutputText.of(declared, firstBytes(file, maxBytes));
        } catch (AccessDeniedException e) {
            return new OutputFile.Unreadable(declared + " cannot be read: permission denied");
        } catch (IOException e) {
            return new OutputFile.Unreadable(declared + " cannot be read: " + e.getMessage());
        }
    }

    private static byte[] firstBytes(Path file, int max) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(max);
        }
    }

    /** The last of standard output as text. */
    static String result(Path stdout) throws IOException {
        if (!Files.exists(stdout)) {
            return "";
        }
        try (var channel = FileChannel.open(stdout)) {
            long size = channel.size();
            var buffer = ByteBuffer.allocate((int) Math.min(size, OutputText.MAX_RESULT));
            long from = size - buffer.capacity();
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
                // read on
            }
            return OutputText.result(buffer.array(), buffer.position(), from == 0);
        }
    }
}
