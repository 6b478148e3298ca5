package dev.skiff.pod;

import dev.skiff.engine.TaskState.OutputFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What may become an output parameter or a result, and what is said of the rest. Paths are as the template has them. */
public final class OutputText {

    /** Bytes of a file that may become an output parameter when nobody says otherwise. */
    public static final int USUAL_LIMIT = 1 << 20;

    /** Bytes of standard output that become a result (OUT-05). */
    public static final int MAX_RESULT = 256 << 10;

    private OutputText() {}

    /** The content of a regular file: text when it is UTF-8. */
    public static OutputFile of(String path, byte[] content) {
        try {
            return new OutputFile.Found(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return new OutputFile.Unreadable(path + " is not UTF-8 text; an output parameter is text");
        }
    }

    public static OutputFile directory(String path) {
        return new OutputFile.Unreadable(path + " is a directory; an output parameter is read from a file");
    }

    /** A pipe, a socket, a device. */
    public static OutputFile notRegular(String path) {
        return new OutputFile.Unreadable(path + " is not a regular file; an output parameter is read from a file");
    }

    /** @param size and limit in bytes */
    public static OutputFile tooLarge(String path, long size, long limit) {
        return new OutputFile.Unreadable(
                "%s is too large for an output parameter: it has %s, the limit is %s; hand over large data as a file"
                        .formatted(path, bytes(size), bytes(limit)));
    }

    /** {@code 1048577 bytes (1.0 MiB)}. */
    private static String bytes(long size) {
        String exact = size + " bytes";
        if (size < 1 << 20) {
            return exact;
        }
        boolean giga = size >= 1L << 30;
        double value = (double) size / (giga ? 1L << 30 : 1L << 20);
        return exact + String.format(Locale.ROOT, " (%.1f %s)", value, giga ? "GiB" : "MiB");
    }

    /**
     * The last of standard output, at most {@link #MAX_RESULT} bytes, as text; bytes that are no UTF-8 become U+FFFD, a character that the
     * limit cuts in two is left out.
     *
     * @param length of the output in {@code bytes}, from its beginning
     * @param whole whether it begins there; else more has come before
     */
    public static String result(byte[] bytes, int length, boolean whole) {
        int from = Math.max(0, length - MAX_RESULT);
        if (from > 0 || !whole) {
            int characterEnd = Math.min(length, from + 3);
            while (from < characterEnd && (bytes[from] & 0xC0) == 0x80) {
                from++;
            }
        }
        return new String(bytes, from, length - from, StandardCharsets.UTF_8);
    }
}
