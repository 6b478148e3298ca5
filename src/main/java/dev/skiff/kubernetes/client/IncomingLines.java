package dev.skiff.kubernetes.client;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The lines of an {@link Incoming} answer; empty ones are passed over. */
public final class IncomingLines implements AutoCloseable {
    private final Incoming incoming;
    private final Queue<byte[]> ready = new ArrayDeque<>();
    private final Lines cut;

    /**
     * @param incoming closed with this
     * @param longest in bytes; a longer one is an error of whoever sends it
     */
    public IncomingLines(Incoming incoming, int longest) {
        this.incoming = incoming;
        this.cut = new Lines(ready::add, longest);
    }

    /**
     * Waits for the next line.
     *
     * @return without its end; null when there is none any more
     * @throws KubeProblem when the answer was refused or broke off
     */
    public byte @Nullable [] next() throws InterruptedException {
        while (ready.isEmpty()) {
            byte[] bytes = incoming.next();
            if (bytes == null) {
                cut.finish();
                return ready.poll();
            }
            cut.take(List.of(ByteBuffer.wrap(bytes)));
        }
        return ready.poll();
    }

    @Override
    public void close() {
        incoming.close();
    }
}
