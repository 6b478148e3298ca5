package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.engine.CacheEntry;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts MEMO-01, MEMO-04 and MEMO-05 as far as a store of entries is concerned. */
class FileCachesTest {
    private static final Instant CREATED = Instant.parse("2026-11-25T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-25T11:00:00Z");
    private static final Outputs OUTPUTS = Outputs.builder()
            .parameters(List.of(Parameter.builder().name("x").value("1").build()))
            .result("ok")
            .build();

    @TempDir
    Path data;

    @Test
    void whatWasSavedIsFoundAlsoByAnotherProcessAndTheHitIsNoted() throws IOException {
        caches().save("cache", "key", new CacheEntry("wf-1", OUTPUTS, CREATED, CREATED));
        assertThat(caches().lookUp("cache", "key")).contains(new CacheEntry("wf-1", OUTPUTS, CREATED, NOW));
        var json = new ObjectMapper()
                .readTree(data.resolve("caches/cache/key.json").toFile());
        assertThat(json.path("nodeID").asText()).isEqualTo("wf-1");
        assertThat(json.path("creationTimestamp").asText()).isEqualTo("2026-11-25T10:00:00Z");
        assertThat(json.path("lastHitTimestamp").asText()).isEqualTo("2026-11-25T11:00:00Z");
        assertThat(json.path("outputs").path("result").asText()).isEqualTo("ok");
    }

    @Test
    void anEntryWithoutOutputsIsAnEntry() {
        caches().save("cache", "key", new CacheEntry("wf-1", null, CREATED, CREATED));
        assertThat(caches().lookUp("cache", "key")).isPresent();
    }

    @Test
    void otherKeysAndCachesAreEmpty() {
        caches().save("cache", "key", new CacheEntry("wf-1", null, CREATED, CREATED));
        assertThat(caches().lookUp("cache", "Key")).isEmpty();
        assertThat(caches().lookUp("other", "key")).isEmpty();
    }

    @Test
    void keysThatDifferInCaseOrAreNoFileNamesAreKeptApart() throws IOException {
        var keys = List.of("a", "A", "..", "a/b", "a_b", "x".repeat(300), "x".repeat(301));
        for (String key : keys) {
            caches().save("..", key, new CacheEntry(key, null, CREATED, CREATED));
        }
        for (String key : keys) {
            assertThat(caches().lookUp("..", key).orElseThrow().nodeId()).isEqualTo(key);
        }
        try (var files = Files.list(data)) {
            assertThat(files).as("nothing outside of the caches").containsExactly(data.resolve("caches"));
        }
        try (var files = Files.walk(data)) {
            assertThat(files.filter(f -> f.toString().endsWith(".json"))
                            .map(f -> f.getFileName().toString().toLowerCase(java.util.Locale.ROOT))
                            .distinct())
                    .hasSameSizeAs(keys);
        }
    }

    @Test
    void anEntryThatIsNoneIsAClearProblem() throws IOException {
        caches().save("cache", "key", new CacheEntry("wf-1", null, CREATED, CREATED));
        for (String text : List.of("", "{", "[]", "{\"nodeID\": \"x\"}", "{\"nodeID\": 7}")) {
            Files.writeString(data.resolve("caches/cache/key.json"), text);
            assertThatThrownBy(() -> caches().lookUp("cache", "key"))
                    .as(text)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("key.json")
                    .hasMessageContaining("delete the file");
        }
    }

    @Test
    void whatIsKeptIsPrivate() throws IOException {
        caches().save("cache", "key", new CacheEntry("wf-1", OUTPUTS, CREATED, CREATED));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("caches/cache/key.json"))))
                .isEqualTo("rw-------");
    }

    private FileCaches caches() {
        return new FileCaches(data, InstantSource.fixed(NOW));
    }
}
