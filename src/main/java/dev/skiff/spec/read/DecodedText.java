package dev.skiff.spec.read;

import dev.skiff.spec.Position;
import dev.skiff.spec.ReadLimits;
import dev.skiff.spec.Source;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The bytes of a source as text: within the size limit, valid UTF-8, no control characters. */
final class DecodedText {

    private DecodedText() {}

    static String of(Source source, ReadLimits limits) throws ReadFailure {
        byte[] bytes = source.content();
        if (bytes.length > limits.bytes()) {
            throw new ReadFailure(
                    Position.NONE,
                    "the file has %,d bytes; the limit is %,d bytes".formatted(bytes.length, limits.bytes()),
                    "split it into several files");
        }
        String text = decode(bytes);
        return withoutControls(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static String decode(byte[] bytes) throws ReadFailure {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int at = in.position();
            throw new ReadFailure(
                    end(out),
                    "byte %d (0x%02x) is not valid UTF-8".formatted(at, bytes[at]),
                    "save the file in the encoding UTF-8");
        }
        return out.toString();
    }

    private static Position end(CharSequence text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Position(line, column);
    }

    private static String withoutControls(String text) throws ReadFailure {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = (c >= ' ' && c != 0x7F) || c == '\n' || c == '\r' || c == '\t';
            if (!allowed) {
                throw new ReadFailure(
                        end(text.subSequence(0, i)),
                        String.format(Locale.ROOT, "the control character U+%04X is not allowed", (int) c),
                        "is this a text file?");
            }
        }
        return text;
    }
}
