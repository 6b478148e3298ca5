package dev.skiff.cli.view;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts the output of many containers into whole lines, each with the name of its node. Not safe for use by several threads at once. */
public final class LogLines {
    private static final int LONGEST = 1 << 16;

    private record Stream(String nodeId, String container, boolean stderr) {}

    private static final class Line {
        final String prefix;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Line(String prefix) {
            this.prefix = prefix;
        }
    }

    private final PrintStream out;
    private final Style style;
    private final Map<Stream, Line> open = new LinkedHashMap<>();

    public LogLines(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    /** Prints the lines that are whole now. A line longer than 64 KiB is printed in parts. */
    public void write(String nodeId, String displayName, String container, boolean stderr, byte[] chunk) {
        Line line = open.computeIfAbsent(
                new Stream(nodeId, container, stderr),
                s -> new Line(displayName + (container.equals("main") ? "" : "/" + container) + ": "));
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n' || line.bytes.size() + i - from >= LONGEST) {
                int end = chunk[i] == '\n' ? i : i + 1;
                line.bytes.write(chunk, from, end - from);
                print(line);
                from = i + 1;
            }
        }
        line.bytes.write(chunk, from, chunk.length - from);
    }

    /** Prints what has no end of line; the node will write no more. */
    public void finish(String nodeId) {
        for (Iterator<Map.Entry<Stream, Line>> it = open.entrySet().iterator(); it.hasNext(); ) {
            var entry = it.next();
            if (entry.getKey().nodeId().equals(nodeId)) {
                if (entry.getValue().bytes.size() > 0) {
                    print(entry.getValue());
                }
                it.remove();
            }
        }
    }

    /** Prints what has no end of line; nobody will write any more. */
    public void finish() {
        open.keySet().stream().map(Stream::nodeId).distinct().toList().forEach(this::finish);
    }

    /** Prints one whole line. @param of whose it is */
    public static void line(PrintStream out, Style style, String of, String content) {
        out.println(style.dim(of + ": ") + content.stripTrailing());
    }

    private void print(Line line) {
        out.println(style.dim(line.prefix)
                + line.bytes.toString(StandardCharsets.UTF_8).stripTrailing());
        line.bytes.reset();
    }
}
