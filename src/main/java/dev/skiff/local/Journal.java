package dev.skiff.local;

import dev.skiff.engine.Event;
import dev.skiff.engine.TaskState;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of one run, one a line. A line counts when its end is there: what a killed process wrote of a line is cut off when the file
 * is opened again, and what a full disk took of one is cut off at once.
 */
final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private long end;

    private Journal(Path file, FileChannel channel, long end) {
        this.file = file;
        this.channel = channel;
        this.end = end;
    }

    static Journal open(Path file) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.create(file);
        }
        long end = endOfLastLine(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            channel.truncate(end);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new Journal(file, channel, end);
    }

    private static long endOfLastLine(Path file) throws IOException {
        long at = 0;
        long end = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        end = at + i + 1;
                    }
                }
                at += n;
            }
        }
        return end;
    }

    void append(List<Event> events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        boolean durable = false;
        for (Event event : events) {
            lines.writeBytes(EventCodec.encode(event).getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
            durable |= mustSurviveTheMachine(event);
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        try {
            long at = end;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            if (durable) {
                channel.force(false);
            }
            end = at;
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** What is left of a task is deleted once its end is recorded; anything else can be found out again. */
    private static boolean mustSurviveTheMachine(Event event) {
        return event instanceof Event.Submitted
                || event instanceof Event.Restored
                || (event instanceof Event.TaskObserved o && o.state() instanceof TaskState.Ended);
    }

    void replay(Consumer<Event> reader) throws IOException {
        read(file, reader);
    }

    /** The events of a journal that another process may be writing: as far as there are whole lines. */
    static void read(Path file, Consumer<Event> reader) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int number = 1;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                reader.accept(decode(file, line.toString(StandardCharsets.UTF_8), number++));
                line.reset();
            }
        }
    }

    private static Event decode(Path file, String line, int number) throws IOException {
        try {
            return EventCodec.decode(line);
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
