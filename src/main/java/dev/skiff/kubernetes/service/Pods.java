package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.pods.PodMarks;
import dev.skiff.model.Labels;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Removes pods of a run that has ended, so that others can have their names. */
final class Pods {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 100;

    private final CallerApi api;
    private final InstantSource clock;

    Pods(CallerApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    private record Pod(String path, String uid) {}

    /** Returns when they are gone. @param nodes whose pods; by id */
    void remove(String namespace, String workflow, Set<String> nodes) throws InterruptedException {
        String all = Paths.core(namespace, "pods");
        String selector = "?labelSelector=" + Call.encoded(PodMarks.WORKFLOW + "=" + workflow);
        List<Pod> going = new ArrayList<>();
        for (JsonNode pod : api.json(Call.get(all + selector).forMetadataList()).path("items")) {
            JsonNode metadata = pod.path("metadata");
            if (nodes.contains(
                    metadata.path("annotations").path(PodMarks.NODE_ID).asText(""))) {
                Pod one = new Pod(
                        Paths.core(namespace, "pods", metadata.path("name").asText()),
                        metadata.path("uid").asText());
                delete(one, metadata.path("finalizers"));
                going.add(one);
            }
        }
        var last = clock.instant().plus(PATIENCE);
        for (Pod pod : going) {
            while (isThere(pod)) {
                if (clock.instant().isAfter(last)) {
                    throw new ServiceException(
                            Why.UNAVAILABLE,
                            "the pods of what is to run again are being deleted, and are still there after "
                                    + PATIENCE.toSeconds() + " s: try again later [" + pod.path() + "]");
                }
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    private void delete(Pod pod, JsonNode finalizers) throws InterruptedException {
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        finalizers.forEach(f -> {
            if (!f.asText().equals(Labels.STATUS_FINALIZER)) {
                others.add(f);
            }
        });
        try {
            if (others.size() < finalizers.size()) {
                ObjectNode patch = JsonNodeFactory.instance.objectNode();
                patch.putObject("metadata").put("uid", pod.uid()).set("finalizers", others);
                api.send(Call.merge(pod.path(), patch).forMetadata());
            }
            ObjectNode options = JsonNodeFactory.instance.objectNode();
            options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("gracePeriodSeconds", 0);
            options.putObject("preconditions").put("uid", pod.uid());
            api.send(Call.delete(pod.path(), options).forMetadata());
        } catch (ServiceException e) {
            if (e.why() != Why.NOT_FOUND && e.why() != Why.CONFLICT) {
                throw e;
            }
        }
    }

    private boolean isThere(Pod pod) throws InterruptedException {
        try {
            JsonNode found = api.json(Call.get(pod.path()).forMetadata());
            return found.path("metadata").path("uid").asText().equals(pod.uid());
        } catch (ServiceException e) {
            if (e.why() == Why.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
