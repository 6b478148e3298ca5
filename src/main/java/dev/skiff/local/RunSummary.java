package dev.skiff.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.port.RunCatalog.Entry;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog keeps of a run.
 *
 * @param entry without versions
 * @param stamp of the file that it was read from: another one means that the run has changed
 */
record RunSummary(Entry entry, long stamp) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Two files that were written within a moment may have the same stamp. */
    boolean isSameAs(RunSummary known) {
        return stamp == known.stamp && entry.as(0, 0).equals(known.entry.as(0, 0));
    }

    /** What tells a file from those that were at its place before. */
    private record Stamped(Path file, long stamp, long modified) {}

    /** Empty when there is no such run. */
    static Optional<Long> stamp(RunDirectory directory) throws IOException {
        return stamped(directory).map(Stamped::stamp);
    }

    /** When the run was written last, in microseconds of the epoch; 0 when there is no such run. */
    static long changed(RunDirectory directory) throws IOException {
        return stamped(directory).map(Stamped::modified).orElse(0L) * 1000;
    }

    /** Empty when there is no such run. @throws IOException when its file cannot be read */
    static Optional<RunSummary> read(String name, RunDirectory directory) throws IOException {
        Optional<Stamped> source = stamped(directory);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        // not by a channel, which the interruption of this thread would close: what has changed is told once
        try (InputStream in = new FileInputStream(source.get().file().toFile());
                JsonParser parser = JSON.createParser(in)) {
            Scan scan = new Scan();
            scan.read(parser);
            return Optional.of(new RunSummary(
                    scan.entry(name, source.get().modified()), source.get().stamp()));
        } catch (FileNotFoundException e) {
            if (Files.exists(source.get().file())) {
                throw e; // it may not be read
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IOException(source.get().file() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static Optional<Stamped> stamped(RunDirectory directory) throws IOException {
        if (!Files.exists(directory.workflow())) {
            return Optional.empty();
        }
        for (Path file : new Path[] {directory.status(), directory.workflow()}) {
            try {
                BasicFileAttributes its = Files.readAttributes(file, BasicFileAttributes.class);
                var modified = its.lastModifiedTime().toInstant();
                Object key = its.fileKey();
                long stamp = modified.getEpochSecond() * 1_000_000_000L + modified.getNano();
                stamp = stamp * 31 + its.size();
                stamp = stamp * 31 + (key == null ? 0 : key.hashCode());
                return Optional.of(new Stamped(file, stamp, modified.toEpochMilli()));
            } catch (NoSuchFileException e) {
                // the next one, or there is no such run
            }
        }
        return Optional.empty();
    }

    /** Reads metadata and the outline of the status, and skips all else. */
    private static final class Scan {
        private final Map<String, String> labels = new HashMap<>();
        private String namespace = "";
        private String uid = "";
        private String phase = "";
        private @Nullable Long created;
        private @Nullable Long finished;

        void read(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                boolean object = parser.nextToken() == JsonToken.START_OBJECT;
                if (object && field.equals("metadata")) {
                    metadata(parser);
                } else if (object && field.equals("status")) {
                    status(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void metadata(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "namespace" -> namespace = parser.getValueAsString("");
                    case "uid" -> uid = parser.getValueAsString("");
                    case "creationTimestamp" -> created = time(parser.getValueAsString(""));
                    case "labels" -> {
                        while (value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
                            String key = parser.currentName();
                            parser.nextToken();
                            labels.put(key.intern(), parser.getValueAsString(""));
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        }

        private void status(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "phase" -> phase = parser.getValueAsString("");
                    case "finishedAt" -> finished = time(parser.getValueAsString(""));
                    default -> parser.skipChildren();
                }
            }
        }

        private static @Nullable Long time(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException e) {
                return null;
            }
        }

        Entry entry(String name, long modified) {
            boolean ended = phase.equals("Succeeded") || phase.equals("Failed") || phase.equals("Error");
            Long end = finished;
            Long begin = created;
            return new Entry(
                    name,
                    namespace.intern(),
                    uid,
                    begin == null ? modified : begin,
                    !ended ? Entry.UNFINISHED : end == null ? modified : end,
                    phase.intern(),
                    labels,
                    0,
                    0);
        }
    }
}
