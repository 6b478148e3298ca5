package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.pod.ArgoPod;
import dev.skiff.port.TaskRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The containers that exist of one task, found by their labels.
 *
 * @param uid of the workflow that they were made for
 * @param inits name in the workflow → id, oldest first
 * @param main null when there is none
 * @param sidecars name in the workflow → id
 * @param members those of a containerSet, name in the workflow → id
 * @param holder of a containerSet's network; null when there is none
 */
record TaskContainers(
        String uid,
        Map<String, String> inits,
        @Nullable String main,
        Map<String, String> sidecars,
        Map<String, String> members,
        @Nullable String holder) {

    static TaskContainers find(EngineApi api, TaskRef task) throws IOException {
        return of(api.containers(Map.of(Labels.RUN, task.run(), Labels.NODE_ID, task.nodeId())), task.nodeId());
    }

    /** @param listing containers of one run; those of other nodes are left out */
    static TaskContainers of(JsonNode listing, String nodeId) {
        Map<String, String> inits = new LinkedHashMap<>();
        Map<String, String> sidecars = new LinkedHashMap<>();
        Map<String, String> members = new LinkedHashMap<>();
        String main = null;
        String holder = null;
        String uid = "";
        for (int i = listing.size() - 1; i >= 0; i--) { // the engine gives the newest first
            JsonNode container = listing.get(i);
            JsonNode labels = container.path("Labels");
            if (!labels.path(Labels.NODE_ID).asText("").equals(nodeId)) {
                continue;
            }
            uid = labels.path(Labels.UID).asText("");
            String id = container.path("Id").asText();
            String name = labels.path(Labels.CONTAINER).asText("");
            switch (labels.path(Labels.ROLE).asText("")) {
                case ArgoPod.MAIN -> main = id;
                case "init" -> inits.put(name, id);
                case "sidecar" -> sidecars.put(name, id);
                case "member" -> members.put(name, id);
                case "holder" -> holder = id;
                default -> {} // not of ours
            }
        }
        return new TaskContainers(uid, inits, main, sidecars, members, holder);
    }

    /** Whether they are those of a containerSet. */
    boolean isSet() {
        return holder != null || !members.isEmpty();
    }

    boolean isEmpty() {
        return ids().isEmpty();
    }

    List<String> ids() {
        var ids = new ArrayList<String>(inits.values());
        ids.addAll(sidecars.values());
        ids.addAll(members.values());
        if (main != null) {
            ids.add(main);
        }
        if (holder != null) {
            ids.add(holder);
        }
        return ids;
    }
}
