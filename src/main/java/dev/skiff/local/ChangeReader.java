package dev.skiff.local;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@link ChangeNotes}, also when the file is replaced by a fresh one. Not thread-safe. Not with channels: they are closed by the
 * interruption of whoever reads, and others read on.
 */
final class ChangeReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    /** A file that is being read. */
    private static final class Part {
        private final RandomAccessFile content;
        private final @Nullable Object key;
        private long read;

        Part(Path file, long from) throws IOException {
            content = opened(file);
            key = keyOf(file);
            read = from;
        }

        private static RandomAccessFile opened(Path file) throws IOException {
            try {
                return new RandomAccessFile(file.toFile(), "r");
            } catch (FileNotFoundException e) {
                throw Files.exists(file) ? e : new NoSuchFileException(file.toString());
            }
        }

        /** What has come since, as far as there are whole lines. */
        void readInto(Set<String> names) throws IOException {
            byte[] bytes = new byte[CHUNK];
            for (int n = next(bytes); n > 0; n = next(bytes)) {
                String text = new String(bytes, 0, n, StandardCharsets.UTF_8);
                int end = text.lastIndexOf('\n') + 1;
                if (end == 0) {
                    return;
                }
                text.substring(0, end).lines().forEach(names::add);
                read += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
            }
        }

        private int next(byte[] bytes) throws IOException {
            content.seek(read);
            return content.read(bytes);
        }
    }

    private final ChangeNotes notes;
    private @Nullable Part previous;
    private @Nullable Part current;

    /** Begins at the present end. */
    ChangeReader(ChangeNotes notes) throws IOException {
        this.notes = notes;
        if (Files.exists(notes.file())) {
            current = new Part(notes.file(), Files.size(notes.file()));
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Names that were noted since the last call; empty when some notes were missed, so that any run may have changed. */
    Optional<Set<String>> poll() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        Part old = previous;
        if (old != null) {
            // somebody may have had it open while it was replaced
            old.readInto(names);
        }
        Part now = current;
        if (now != null) {
            now.readInto(names);
        }
        boolean complete = true;
        try {
            Object key = keyOf(notes.file());
            if (now == null || key == null || !key.equals(now.key)) {
                complete = now == null ? !Files.exists(notes.before()) : follows(now);
                Part fresh = new Part(notes.file(), 0);
                replaceBy(fresh);
                fresh.readInto(names);
            }
        } catch (NoSuchFileException e) {
            // it was replaced a moment ago, and nobody has written a fresh one yet
        }
        return complete ? Optional.of(names) : Optional.empty();
    }

    private boolean follows(Part last) throws IOException {
        return Files.exists(notes.before()) && Objects.equals(keyOf(notes.before()), last.key);
    }

    private void replaceBy(Part next) throws IOException {
        if (previous != null) {
            previous.content.close();
        }
        previous = current;
        current = next;
    }

    @Override
    public void close() throws IOException {
        for (Part part : new Part[] {previous, current}) {
            if (part != null) {
                part.content.close();
            }
        }
        previous = null;
        current = null;
    }
}
