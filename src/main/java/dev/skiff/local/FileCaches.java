package dev.skiff.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.CacheEntry;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Outputs;
import dev.skiff.port.Caches;
import dev.skiff.port.Sha256;
import dev.skiff.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Caches as files {@code caches/CACHE/KEY.json}, each with what Argo keeps in a ConfigMap (MEMO-01): {@code nodeID}, {@code outputs},
 * {@code creationTimestamp}, {@code lastHitTimestamp}.
 */
public final class FileCaches implements Caches {
    private static final ObjectMapper JSON = ModelMapper.lenient();
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][-a-z0-9.]{0,99}");
    private static final int LONGEST_START = 60;
    private static final int HASH_DIGITS = 32;

    private final Path directory;
    private final InstantSource clock;

    /** @param data see {@link DataDirectory}; made when something is to be kept */
    public FileCaches(Path data, InstantSource clock) {
        this.directory = data.resolve("caches");
        this.clock = clock;
    }

    @Override
    public Optional<CacheEntry> lookUp(String cache, String key) {
        Path file = file(cache, key);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileGuard guard = FileGuard.of(directory)) {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            // MEMO-04: the node makes it a hit
            if (!json.path("nodeID").isTextual()) {
                throw new IOException("it has no nodeID");
            }
            CacheEntry found = new CacheEntry(
                    json.path("nodeID").textValue(),
                    json.hasNonNull("outputs") ? JSON.treeToValue(json.get("outputs"), Outputs.class) : null,
                    instant(json, "creationTimestamp"),
                    clock.instant());
            write(file, found);
            return Optional.of(found);
        } catch (IOException | RuntimeException e) {
            throw new StoreException(
                    "cannot read what the cache " + cache + " has for " + key + ": " + sentence(e, file)
                            + "; delete the file, and the step is run again",
                    e);
        }
    }

    private static java.time.Instant instant(JsonNode json, String field) throws IOException {
        return java.time.Instant.parse(EventCodec.text(json, field));
    }

    private static String sentence(Exception e, Path file) {
        return PrivateFiles.sentence(e instanceof IOException io ? io : new IOException(e.getMessage(), e), file);
    }

    @Override
    public void save(String cache, String key, CacheEntry entry) {
        Path file = file(cache, key);
        try (FileGuard guard = FileGuard.of(directory)) {
            PrivateFiles.createDirectories(file.resolveSibling(""));
            write(file, entry);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot keep what " + key + " is in the cache " + cache + ": " + sentence(e, file), e);
        }
    }

    private static void write(Path file, CacheEntry entry) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("nodeID", entry.nodeId());
        json.set("outputs", entry.outputs() == null ? json.nullNode() : JSON.valueToTree(entry.outputs()));
        json.put("creationTimestamp", entry.createdAt().toString())
                .put("lastHitTimestamp", entry.lastHitAt().toString());
        PrivateFiles.replace(file, JSON.writeValueAsBytes(json));
    }

    private Path file(String cache, String key) {
        return directory.resolve(plain(cache)).resolve(plain(key) + ".json");
    }

    /** A file name that leads nowhere else, and is another one for another text on any file system. */
    private static String plain(String text) {
        if (PLAIN.matcher(text).matches() && !text.endsWith(".")) {
            return text;
        }
        String start = text.toLowerCase(Locale.ROOT).replaceAll("[^-a-z0-9]", "_");
        return start.substring(0, Math.min(start.length(), LONGEST_START)) + "~"
                + Sha256.hex(text).substring(0, HASH_DIGITS);
    }
}
