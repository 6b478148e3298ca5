package dev.skiff.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Lock;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.LockTable;
import dev.skiff.port.LockTable.Entry;
import dev.skiff.port.Locks.Holder;
import dev.skiff.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of locks that all processes of a user share, as one file; whoever reads or writes it has the {@link FileGuard}. */
record LockTableFile(Path file) {
    private static final ObjectMapper JSON = ModelMapper.strict();

    /** Another one whenever the file was written. */
    record Version(String key, Instant writtenAt, long size) {
        static final Version NONE = new Version("", Instant.EPOCH, 0);
    }

    Version version() throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(
                    String.valueOf(attributes.fileKey()),
                    attributes.lastModifiedTime().toInstant(),
                    attributes.size());
        } catch (NoSuchFileException e) {
            return Version.NONE;
        }
    }

    /** A file of no length is what a machine without power may leave: nobody holds anything then. */
    LockTable read() throws IOException {
        byte[] text = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        List<Entry> entries = new ArrayList<>();
        try {
            for (JsonNode entry : JSON.readTree(text).path("entries")) {
                entries.add(entry(entry));
            }
        } catch (IOException | RuntimeException e) {
            throw new StoreException(
                    "cannot read the locks that runs share: " + PrivateFiles.sentence(asIOException(e), file)
                            + "; delete the file when no run is going on",
                    e);
        }
        return new LockTable(entries);
    }

    private static IOException asIOException(Exception e) {
        return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }

    private static Entry entry(JsonNode json) throws IOException {
        List<Lock> locks = new ArrayList<>();
        for (JsonNode lock : json.path("locks")) {
            locks.add(new Lock(EventCodec.text(lock, "key"), lock.path("limit").asInt()));
        }
        return new Entry(
                EventCodec.text(json, "process"),
                new Holder(
                        EventCodec.text(json, "namespace"),
                        EventCodec.text(json, "run"),
                        EventCodec.text(json, "node")),
                locks,
                json.path("priority").asInt(),
                Instant.parse(EventCodec.text(json, "created")),
                json.path("number").asLong(),
                json.path("held").asBoolean());
    }

    void write(LockTable table) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode entries = json.putArray("entries");
        for (Entry entry : table.entries()) {
            ObjectNode one = entries.addObject()
                    .put("process", entry.process())
                    .put("namespace", entry.holder().namespace())
                    .put("run", entry.holder().run())
                    .put("node", entry.holder().node())
                    .put("priority", entry.priority())
                    .put("created", entry.created().toString())
                    .put("number", entry.number())
                    .put("held", entry.held());
            ArrayNode locks = one.putArray("locks");
            entry.locks()
                    .forEach(lock -> locks.addObject().put("key", lock.key()).put("limit", lock.limit()));
        }
        PrivateFiles.swap(file, JSON.writeValueAsBytes(json));
    }
}
