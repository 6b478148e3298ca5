package dev.skiff.kubernetes.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Cuts a stream of bytes into its lines. */
final class Lines {
    private final Consumer<byte[]> lines;
    private final int longest;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /** @param longest in bytes; a longer one is an error of whoever sends it */
    Lines(Consumer<byte[]> lines, int longest) {
        this.lines = lines;
        this.longest = longest;
    }

    void take(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                take(buffer);
            }
        }
    }

    private void take(ByteBuffer buffer) {
        int start = buffer.position();
        int end = start;
        while (end < buffer.limit() && buffer.get(end) != '\n') {
            end++;
        }
        boolean whole = end < buffer.limit();
        byte[] part = new byte[end - start];
        buffer.get(part);
        if (whole) {
            buffer.get();
        }
        if (begun.size() + part.length > longest) {
            throw new KubeProblem(0, "TooLong", "a line of the answer is longer than " + longest + " bytes", null);
        }
        if (!whole) {
            begun.writeBytes(part);
        } else if (begun.size() == 0) {
            give(part);
        } else {
            begun.writeBytes(part);
            byte[] line = begun.toByteArray();
            begun.reset();
            give(line);
        }
    }

    /** The last line may have no end. */
    void finish() {
        if (begun.size() > 0) {
            byte[] line = begun.toByteArray();
            begun.reset();
            give(line);
        }
    }

    private void give(byte[] line) {
        if (line.length > 0) {
            lines.accept(line);
        }
    }
}
