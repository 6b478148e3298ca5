package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.CacheEntry;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Outputs;
import dev.skiff.port.Caches;
import dev.skiff.port.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Caches as Argo keeps them (MEMO-01): a ConfigMap each in the controller's namespace, an entry for each key. */
public final class ClusterCaches implements Caches {
    private static final ObjectMapper JSON = ModelMapper.lenient();
    private static final String TYPE = "Cache";

    private final KubeApi api;
    private final String collection;
    private final InstantSource clock;

    /** @param namespace of the controller */
    public ClusterCaches(KubeApi api, String namespace, InstantSource clock) {
        this.api = api;
        this.collection = "/api/v1/namespaces/" + Call.encoded(namespace) + "/configmaps";
        this.clock = clock;
    }

    @Override
    public Optional<CacheEntry> lookUp(String cache, String key) {
        return trying("read what the cache " + cache + " has for " + key, () -> {
            JsonNode map = map(cache);
            String text = map == null ? "" : map.path("data").path(key).asText("");
            if (text.isEmpty()) {
                return Optional.empty();
            }
            CacheEntry found = entry(text);
            // MEMO-05
            api.await(Call.merge(collection + "/" + Call.encoded(cache), data(key, found))
                    .forMetadata());
            return Optional.of(found);
        });
    }

    /** Null when there is none. @throws StoreException when it is a ConfigMap for something else */
    private @Nullable JsonNode map(String cache) throws InterruptedException {
        JsonNode map;
        try {
            map = api.await(Call.get(collection + "/" + Call.encoded(cache))).json();
        } catch (KubeProblem e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
        String type =
                map.path("metadata").path("labels").path(Labels.CONFIG_MAP_TYPE).asText("");
        if (!type.equals(TYPE)) {
            throw new StoreException("ConfigMap " + cache + " is no cache: it needs the label " + Labels.CONFIG_MAP_TYPE
                    + "=" + TYPE + (type.isEmpty() ? "" : ", and has " + type));
        }
        return map;
    }

    private CacheEntry entry(String text) throws JsonProcessingException {
        JsonNode json = JSON.readTree(text);
        return new CacheEntry(
                json.path("nodeID").asText(""),
                json.hasNonNull("outputs") ? JSON.treeToValue(json.get("outputs"), Outputs.class) : null,
                Instant.parse(json.path("creationTimestamp").asText("")),
                clock.instant());
    }

    private static ObjectNode data(String key, CacheEntry entry) throws JsonProcessingException {
        ObjectNode json = JSON.createObjectNode().put("nodeID", entry.nodeId());
        json.set("outputs", entry.outputs() == null ? json.nullNode() : JSON.valueToTree(entry.outputs()));
        json.put("creationTimestamp", entry.createdAt().toString())
                .put("lastHitTimestamp", entry.lastHitAt().toString());
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        map.putObject("data").put(key, JSON.writeValueAsString(json));
        return map;
    }

    @Override
    public void save(String cache, String key, CacheEntry entry) {
        trying("keep what " + key + " is in the cache " + cache, () -> {
            ObjectNode data = data(key, entry);
            if (map(cache) == null) {
                ObjectNode whole = data.deepCopy().put("apiVersion", "v1").put("kind", "ConfigMap");
                whole.putObject("metadata")
                        .put("name", cache)
                        .putObject("labels")
                        .put(Labels.CONFIG_MAP_TYPE, TYPE);
                try {
                    api.await(Call.post(collection, whole).forMetadata());
                    return Optional.empty();
                } catch (KubeProblem e) {
                    if (!e.isAlreadyExists()) {
                        throw e;
                    }
                }
            }
            api.await(Call.merge(collection + "/" + Call.encoded(cache), data).forMetadata());
            return Optional.empty();
        });
    }

    @FunctionalInterface
    private interface Work {
        Optional<CacheEntry> run() throws InterruptedException, JsonProcessingException;
    }

    private static Optional<CacheEntry> trying(String what, Work work) {
        try {
            return work.run();
        } catch (KubeProblem | JsonProcessingException | DateTimeException e) {
            throw new StoreException("cannot " + what + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("cannot " + what + ": skiff is ending", e);
        }
    }
}
