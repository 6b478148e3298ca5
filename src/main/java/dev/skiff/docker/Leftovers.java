package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/** Deletes by label. */
final class Leftovers {

    private final EngineApi api;

    Leftovers(EngineApi api) {
        this.api = api;
    }

    /** Kills and deletes the containers that carry the labels and that {@code garbage} picks by all their labels. */
    void removeContainers(Map<String, String> labels, Predicate<JsonNode> garbage) throws IOException {
        for (JsonNode container : api.containers(labels)) {
            if (garbage.test(container.path("Labels"))) {
                api.removeContainer(container.path("Id").asText());
            }
        }
    }

    /** A volume that something else uses stays. */
    void removeVolumes(Map<String, String> labels, Predicate<JsonNode> garbage) throws IOException {
        for (JsonNode volume : api.volumes(labels)) {
            if (garbage.test(volume.path("Labels"))) {
                try {
                    api.removeVolume(volume.path("Name").asText());
                } catch (EngineException e) {
                    if (e.status() != 409) {
                        throw e;
                    }
                }
            }
        }
    }
}
