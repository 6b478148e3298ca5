package dev.skiff.kubernetes.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** An {@link Incoming} answer as a stream of bytes. What fails is a {@link KubeProblem}; an interrupt is an {@link InterruptedIOException}. */
public final class IncomingBytes extends InputStream {
    private final Incoming incoming;
    private final Duration patience;
    private byte[] piece = new byte[0];
    private int at;
    private boolean ended;

    /**
     * @param incoming closed with this
     * @param patience how long the server may be silent
     */
    public IncomingBytes(Incoming incoming, Duration patience) {
        this.incoming = incoming;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int some = Math.min(most, piece.length - at);
        System.arraycopy(piece, at, into, from, some);
        at += some;
        return some;
    }

    private boolean hasMore() throws IOException {
        while (at == piece.length && !ended) {
            try {
                byte[] next = incoming.next(patience);
                ended = next == null;
                piece = next == null ? new byte[0] : next;
                at = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted while reading");
                interrupted.initCause(e);
                throw interrupted;
            }
        }
        return at < piece.length;
    }

    @Override
    public void close() {
        incoming.close();
    }
}
