package dev.skiff.expr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Base 32 of RFC 4648 with padding. */
final class Base32 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;
    private static final int GROUP = 8;

    private Base32() {}

    static String encode(String text) {
        StringBuilder out = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            buffer = (buffer << Byte.SIZE | b & 0xff) & 0xffff;
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                out.append(ALPHABET.charAt(buffer >> bits & 31));
            }
        }
        if (bits > 0) {
            out.append(ALPHABET.charAt(buffer << (BITS - bits) & 31));
        }
        while (out.length() % GROUP != 0) {
            out.append('=');
        }
        return out.toString();
    }

    /** The text, or Go's error as the text, as sprig does it. */
    static String decode(String encoded) {
        String data = encoded.replace("\r", "").replace("\n", "");
        int end = data.length();
        while (end > 0 && data.charAt(end - 1) == '=') {
            end--;
        }
        int padding = data.length() - end;
        ByteBuffer out = ByteBuffer.allocate(data.length());
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < end; i++) {
            int value = ALPHABET.indexOf(data.charAt(i));
            if (value < 0) {
                return illegal(i);
            }
            buffer = (buffer << BITS | value) & 0xffff;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                out.put((byte) (buffer >> bits));
            }
        }
        int rest = end % GROUP;
        boolean possible = rest == 0 || rest == 2 || rest == 4 || rest == 5 || rest == 7;
        if (!possible || padding != (GROUP - rest) % GROUP) {
            return illegal(data.length() % GROUP == 0 || padding > 0 ? end : data.length());
        }
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    private static String illegal(int at) {
        return "illegal base32 data at input byte " + at;
    }
}
