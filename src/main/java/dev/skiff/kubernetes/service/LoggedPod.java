package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.pods.PodMarks;
import dev.skiff.port.service.LogQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A pod as far as its logs are concerned.
 *
 * @param begun containers that run or have run, of those that are asked for
 * @param over whether all of those have ended
 */
record LoggedPod(String name, String uid, String nodeId, List<String> begun, boolean over) {
    private static final String MAIN = "main";
    /** Of Argo's pods; they tell about Argo. */
    private static final Set<String> OF_THE_ENGINE = Set.of("wait", "init");

    static LoggedPod of(JsonNode pod, LogQuery query) {
        List<String> wanted = wanted(pod, query.container());
        List<String> begun = new ArrayList<>();
        int ended = 0;
        JsonNode status = pod.path("status");
        for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
            for (JsonNode container : status.path(list)) {
                JsonNode state = container.path("state");
                boolean terminated = state.has("terminated");
                boolean before = container.path("lastState").has("terminated");
                String name = container.path("name").asText("");
                if (wanted.contains(name) && (terminated || before || state.has("running"))) {
                    begun.add(name);
                    ended += terminated ? 1 : 0;
                }
            }
        }
        String phase = status.path("phase").asText("");
        boolean over = phase.equals("Succeeded") || phase.equals("Failed") || ended == wanted.size();
        JsonNode metadata = pod.path("metadata");
        return new LoggedPod(
                metadata.path("name").asText(""),
                metadata.path("uid").asText(""),
                metadata.path("annotations").path(PodMarks.NODE_ID).asText(""),
                begun,
                over);
    }

    /** The container that was named; else main; in a pod that has none, all that are the user's. */
    private static List<String> wanted(JsonNode pod, String named) {
        List<String> all = new ArrayList<>();
        for (String list : new String[] {"initContainers", "containers"}) {
            pod.path("spec").path(list).forEach(c -> all.add(c.path("name").asText("")));
        }
        String one = named.isEmpty() ? MAIN : named;
        if (all.contains(one)) {
            return List.of(one);
        }
        if (!named.isEmpty()) {
            return List.of();
        }
        List<String> users = new ArrayList<>();
        pod.path("spec")
                .path("containers")
                .forEach(c -> users.add(c.path("name").asText("")));
        users.removeAll(OF_THE_ENGINE);
        return users;
    }

    boolean isMeant(LogQuery query) {
        return query.pod().isEmpty() || query.pod().equals(name) || query.pod().equals(nodeId);
    }
}
