package dev.skiff.kubernetes.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.CacheEntry;
import dev.skiff.kubernetes.client.FakeApi;
import dev.skiff.model.Outputs;
import dev.skiff.port.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The facts MEMO-01, MEMO-04 and MEMO-05. */
class ClusterCachesTest {
    private static final String MAPS = "/api/v1/namespaces/argo/configmaps";
    private static final Instant THEN = Instant.parse("2026-11-25T19:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");

    private final FakeApi api = new FakeApi();
    private final ClusterCaches caches = new ClusterCaches(api, "argo", InstantSource.fixed(NOW));

    @AfterEach
    void end() {
        api.close();
    }

    private static CacheEntry entry(String result) {
        return new CacheEntry("node-1", Outputs.builder().result(result).build(), THEN, THEN);
    }

    @Test
    void whatWasSavedIsFoundAndItsHitIsNoted() {
        assertThat(caches.lookUp("memo", "k")).isEmpty();
        caches.save("memo", "k", entry("one"));
        caches.save("memo", "l", entry("two"));

        CacheEntry found = caches.lookUp("memo", "k").orElseThrow();
        assertThat(found.outputs()).isEqualTo(entry("one").outputs());
        assertThat(found.createdAt()).isEqualTo(THEN);
        assertThat(api.find(MAPS + "/memo").at("/data/k").asText())
                .contains("\"nodeID\":\"node-1\"", "\"lastHitTimestamp\":\"2026-11-25T20:00:00Z\"");
        assertThat(api.find(MAPS + "/memo").at("/data/l").asText()).contains("two");
        assertThat(api.find(MAPS + "/memo").at("/metadata/labels").toString())
                .contains("\"workflows.argoproj.io/configmap-type\":\"Cache\"");
    }

    @Test
    void anEntryWithoutOutputsIsAHit() {
        caches.save("memo", "k", new CacheEntry("node-1", null, THEN, THEN));
        assertThat(caches.lookUp("memo", "k").orElseThrow().outputs()).isNull();
    }

    @Test
    void aConfigMapForSomethingElseIsLeftAlone() {
        api.put(MAPS, "{\"metadata\": {\"name\": \"other\"}, \"data\": {\"k\": \"v\"}}");
        assertThatThrownBy(() -> caches.lookUp("other", "k"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is no cache");
        assertThatThrownBy(() -> caches.save("other", "k", entry("x"))).isInstanceOf(StoreException.class);
        assertThat(api.find(MAPS + "/other").at("/data/k").asText()).isEqualTo("v");
    }

    @Test
    void anEntryThatIsNoneIsASentence() {
        api.put(MAPS, """
                {"metadata": {"name": "memo", "labels": {"workflows.argoproj.io/configmap-type": "Cache"}},
                 "data": {"k": "{\\"nodeID\\": \\"n\\"}", "l": "no JSON"}}""");
        assertThatThrownBy(() -> caches.lookUp("memo", "k")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> caches.lookUp("memo", "l")).isInstanceOf(StoreException.class);
    }
}
