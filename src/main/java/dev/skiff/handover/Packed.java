package dev.skiff.handover;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Text that has been made smaller: {@code skiff1:} and the base64 of its gzip. */
final class Packed {
    private static final String PREFIX = "skiff1:";

    /** More than any report may have: 1 MiB of text, each character of which JSON may write as six. */
    private static final int MOST = 16 << 20;

    private Packed() {}

    static boolean is(String text) {
        return text.startsWith(PREFIX);
    }

    static String pack(String text) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new Gzip(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be written", e);
        }
        return PREFIX + Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    static String unpack(String packed) throws MalformedException {
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(packed.substring(PREFIX.length()).strip());
            try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                byte[] text = gzip.readNBytes(MOST + 1);
                if (text.length > MOST) {
                    throw new MalformedException("the agent's report has more than " + MOST + " bytes");
                }
                return new String(text, StandardCharsets.UTF_8);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("the agent's report is cut off or damaged");
        }
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(ByteArrayOutputStream to) throws IOException {
            super(to);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
