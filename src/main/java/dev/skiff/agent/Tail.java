package dev.skiff.agent;

import dev.skiff.pod.OutputText;
import java.io.OutputStream;
import java.util.Objects;

/** Keeps the last of what is written, as much as may become a result (OUT-05). */
final class Tail extends OutputStream {
    private final byte[] bytes = new byte[2 * OutputText.MAX_RESULT];
    private int length;
    private boolean whole = true;

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, from.length);
        int start = offset + Math.max(0, count - OutputText.MAX_RESULT);
        int taken = offset + count - start;
        if (start > offset || length + taken > bytes.length) {
            int kept = start > offset ? 0 : Math.min(length, OutputText.MAX_RESULT);
            System.arraycopy(bytes, length - kept, bytes, 0, kept);
            length = kept;
            whole = false;
        }
        System.arraycopy(from, start, bytes, length, taken);
        length += taken;
    }

    synchronized String text() {
        return OutputText.result(bytes, length, whole);
    }
}
