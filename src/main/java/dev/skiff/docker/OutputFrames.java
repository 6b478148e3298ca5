package dev.skiff.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The engine's format for two streams in one: a head of eight bytes (stream, 0, 0, 0, length big-endian), then the bytes. */
final class OutputFrames {

    private static final int HEAD = 8;
    private static final int PIECE = 64 << 10;

    private OutputFrames() {}

    /** Takes what is written. */
    @FunctionalInterface
    interface Taker {
        void accept(boolean error, byte[] piece) throws IOException;
    }

    /** Gives everything to the taker; returns at the end of the stream. */
    static void copy(InputStream in, Taker taker) throws IOException {
        while (true) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length == 0) {
                return;
            }
            if (head.length < HEAD) {
                throw new EOFException("the output ends in the middle of a frame");
            }
            boolean error = head[0] == 2;
            long left = (head[4] & 0xffL) << 24 | (head[5] & 0xff) << 16 | (head[6] & 0xff) << 8 | head[7] & 0xff;
            while (left > 0) {
                byte[] piece = in.readNBytes((int) Math.min(left, PIECE));
                if (piece.length == 0) {
                    throw new EOFException("the output ends in the middle of a frame");
                }
                taker.accept(error, piece);
                left -= piece.length;
            }
        }
    }
}
