package dev.skiff.standalone;

import com.google.re2j.Pattern;
import dev.skiff.port.StoredLog;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads the output of one container line by line, as it grows. */
final class LogLines {
    static final int LONGEST_TAIL = 100_000;
    private static final int CHUNK = 1 << 16;
    /** A longer line comes in pieces. */
    private static final int LONGEST_LINE = 1 << 16;

    private final StoredLog log;
    private final String pod;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long offset;
    private long given;
    private boolean begun;

    LogLines(StoredLog log, String pod) {
        this.log = log;
        this.pod = pod;
    }

    /**
     * Gives what is new.
     *
     * @param ended whether a line without an end is the last
     * @return whether something was
     */
    boolean give(LogQuery query, @Nullable Pattern grep, boolean ended, Sink<LogEntry> sink)
            throws InterruptedException {
        if (!begun) {
            begun = true;
            offset = query.tail() < 0 ? 0 : tail(query.tail());
        }
        Out out = new Out(query.limitBytes(), grep, sink);
        boolean some = false;
        for (byte[] chunk = log.read(offset, CHUNK); chunk.length > 0; chunk = log.read(offset, CHUNK)) {
            some = true;
            offset += chunk.length;
            for (byte b : chunk) {
                if (b == '\n') {
                    out.line();
                } else {
                    line.write(b);
                    if (line.size() == LONGEST_LINE) {
                        out.line();
                    }
                }
            }
        }
        if (ended && line.size() > 0) {
            out.line();
        }
        return some;
    }

    /** Where the last so many lines begin, at this moment. */
    private long tail(long lines) {
        Deque<Long> begins = new ArrayDeque<>();
        long at = 0;
        boolean begin = true;
        for (byte[] chunk = log.read(at, CHUNK); chunk.length > 0; chunk = log.read(at, CHUNK)) {
            for (int i = 0; i < chunk.length; i++) {
                if (begin) {
                    begins.addLast(at + i);
                    if (begins.size() > lines) {
                        begins.removeFirst();
                    }
                }
                begin = chunk[i] == '\n';
            }
            at += chunk.length;
        }
        return begins.isEmpty() ? at : begins.getFirst();
    }

    private final class Out {
        private final long limit;
        private final @Nullable Pattern grep;
        private final Sink<LogEntry> sink;

        Out(long limit, @Nullable Pattern grep, Sink<LogEntry> sink) {
            this.limit = limit;
            this.grep = grep;
            this.sink = sink;
        }

        void line() throws InterruptedException {
            byte[] bytes = line.toByteArray();
            line.reset();
            long room = limit <= 0 ? Long.MAX_VALUE : limit - given;
            given += bytes.length + 1L;
            if (room <= 0) {
                return;
            }
            String text = new String(bytes, 0, (int) Math.min(bytes.length, room), StandardCharsets.UTF_8);
            if (grep == null || grep.matcher(text).find()) {
                sink.take(new LogEntry(text, pod));
            }
        }
    }
}
