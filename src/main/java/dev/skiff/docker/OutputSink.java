package dev.skiff.docker;

import dev.skiff.pod.OutputText;
import dev.skiff.port.TaskListener;
import dev.skiff.port.TaskRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the output of one container goes: to the listener, every byte once, even when the engine was lost and its log is read again from
 * the beginning; and, where it is wanted as a result, the last of it is kept.
 */
final class OutputSink {

    private static final int HEAD = 512;

    private final TaskRef task;
    private final String container;
    private final TaskListener listener;
    private final boolean keep;
    private final Channel stdout = new Channel();
    private final Channel stderr = new Channel();
    private byte[] tail = new byte[0];
    private int tailLength;
    private byte[] errorHead = new byte[0];

    /** @param keep whether the last of standard output is wanted */
    OutputSink(TaskRef task, String container, TaskListener listener, boolean keep) {
        this.task = task;
        this.container = container;
        this.listener = listener;
        this.keep = keep;
    }

    /** How far one stream has come, and how much of what comes has been delivered already. */
    private static final class Channel {
        private long delivered;
        private long toSkip;
    }

    /** From now on the log comes from its beginning: what has been delivered is left out. */
    synchronized void fromTheBeginning() {
        stdout.toSkip = stdout.delivered;
        stderr.toSkip = stderr.delivered;
    }

    synchronized void accept(boolean error, byte[] chunk) {
        Channel channel = error ? stderr : stdout;
        int skipped = (int) Math.min(channel.toSkip, chunk.length);
        channel.toSkip -= skipped;
        if (skipped == chunk.length) {
            return;
        }
        byte[] fresh = skipped == 0 ? chunk : Arrays.copyOfRange(chunk, skipped, chunk.length);
        channel.delivered += fresh.length;
        if (error) {
            rememberHead(fresh);
        } else if (keep) {
            rememberTail(fresh);
        }
        listener.output(task, container, error, fresh);
    }

    /** The last of standard output. */
    synchronized String result() {
        return OutputText.result(tail, tailLength, stdout.delivered == tailLength);
    }

    /** The first words on standard error. */
    synchronized String firstErrorWords() {
        return new String(errorHead, StandardCharsets.UTF_8);
    }

    private void rememberHead(byte[] chunk) {
        int wanted = Math.min(chunk.length, HEAD - errorHead.length);
        if (wanted > 0) {
            int had = errorHead.length;
            errorHead = Arrays.copyOf(errorHead, had + wanted);
            System.arraycopy(chunk, 0, errorHead, had, wanted);
        }
    }

    /** Twice the limit is kept at most, so that bytes are moved rarely. */
    private void rememberTail(byte[] chunk) {
        if (tailLength + chunk.length > 2 * OutputText.MAX_RESULT) {
            int kept = Math.min(tailLength, Math.max(0, OutputText.MAX_RESULT - chunk.length));
            System.arraycopy(tail, tailLength - kept, tail, 0, kept);
            tailLength = kept;
        }
        int from = Math.max(0, chunk.length - OutputText.MAX_RESULT);
        int added = chunk.length - from;
        if (tailLength + added > tail.length) {
            tail = Arrays.copyOf(
                    tail, Math.min(2 * OutputText.MAX_RESULT, Math.max(2 * tail.length, tailLength + added)));
        }
        System.arraycopy(chunk, from, tail, tailLength, added);
        tailLength += added;
    }
}
