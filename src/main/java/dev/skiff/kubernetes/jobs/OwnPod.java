package dev.skiff.kubernetes.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.port.Surroundings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pod that this process runs in, and the Job that made it, if one did. A Job replaces a pod that was evicted or has failed: the next pod
 * is the same to it, and so are the names of its runs, by which it finds the pods of its predecessor. What has ended with a failure is noted
 * on the pod: a retry that the Job's {@code backoffLimit} allows begins such a run anew.
 */
public final class OwnPod implements Surroundings {
    /** {@code run=Succeeded} or {@code run=Failed}, separated by commas. */
    static final String ENDED = "skiff.dev/ended";

    private static final String JOB_LABEL = "batch.kubernetes.io/job-name";

    private final KubeApi api;
    private final String namespace;
    private final String name;
    private final Owner owner;
    private final String ip;
    private final String image;
    private final Identity identity;
    private final Map<String, Boolean> before;
    private final Map<String, Boolean> mine = new LinkedHashMap<>();

    /**
     * What the pods of runs belong to, so that they go with it.
     *
     * @param kind {@code Job} or {@code Pod}
     */
    public record Owner(String apiVersion, String kind, String name, String uid) {}

    private OwnPod(KubeApi api, JsonNode pod, Owner owner, Map<String, Boolean> before) {
        JsonNode metadata = pod.path("metadata");
        this.api = api;
        this.namespace = metadata.path("namespace").asText();
        this.name = metadata.path("name").asText();
        this.owner = owner;
        this.ip = pod.path("status").path("podIP").asText("");
        this.image = pod.path("spec").path("containers").path(0).path("image").asText("");
        this.identity = new Identity(
                owner.uid(), time(metadata.path("creationTimestamp").asText("")));
        this.before = Map.copyOf(before);
        this.mine.putAll(notes(metadata));
    }

    /**
     * Looks for it under the name that a pod's host has.
     *
     * @return empty when this process runs in no pod, or in one whose host is not named after it
     * @throws KubeProblem when the cluster does not say
     */
    public static Optional<OwnPod> find(KubeApi api, Map<String, String> environment) throws InterruptedException {
        String name = environment.getOrDefault("POD_NAME", environment.getOrDefault("HOSTNAME", ""));
        if (name.isEmpty()
                || environment.getOrDefault("KUBERNETES_SERVICE_HOST", "").isEmpty()) {
            return Optional.empty();
        }
        String pods = "/api/v1/namespaces/" + Call.encoded(api.namespace()) + "/pods";
        JsonNode pod;
        try {
            pod = api.await(Call.get(pods + "/" + Call.encoded(name))).json();
        } catch (KubeProblem e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
        Owner job = job(pod.path("metadata"));
        if (job == null) {
            JsonNode metadata = pod.path("metadata");
            Owner itself = new Owner("v1", "Pod", name, metadata.path("uid").asText());
            return Optional.of(new OwnPod(api, pod, itself, notes(metadata)));
        }
        Map<String, Boolean> before = new LinkedHashMap<>();
        String ofTheJob = pods + "?labelSelector=" + Call.encoded(JOB_LABEL + "=" + job.name());
        for (JsonNode other : api.await(Call.get(ofTheJob)).json().path("items")) {
            Owner its = job(other.path("metadata"));
            if (its != null && its.uid().equals(job.uid())) {
                before.putAll(notes(other.path("metadata")));
            }
        }
        return Optional.of(new OwnPod(api, pod, job, before));
    }

    private static @Nullable Owner job(JsonNode metadata) {
        for (JsonNode reference : metadata.path("ownerReferences")) {
            if (reference.path("kind").asText().equals("Job")
                    && reference.path("apiVersion").asText().startsWith("batch/")) {
                return new Owner(
                        reference.path("apiVersion").asText(),
                        "Job",
                        reference.path("name").asText(),
                        reference.path("uid").asText());
            }
        }
        return null;
    }

    private static Map<String, Boolean> notes(JsonNode metadata) {
        Map<String, Boolean> notes = new LinkedHashMap<>();
        for (String note : metadata.path("annotations").path(ENDED).asText("").split(",", -1)) {
            int middle = note.indexOf('=');
            if (middle > 0) {
                notes.put(note.substring(0, middle), note.substring(middle + 1).equals("Succeeded"));
            }
        }
        return notes;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    public Owner owner() {
        return owner;
    }

    /** By which other pods reach this process; empty when the pod has none yet. */
    public String ip() {
        return ip;
    }

    /** Of its first container. */
    public String image() {
        return image;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Optional<Identity> identity() {
        return Optional.of(identity);
    }

    @Override
    public Optional<Boolean> endedBefore(String run) {
        return Optional.ofNullable(before.get(run));
    }

    @Override
    public synchronized Optional<String> ended(String run, boolean succeeded) {
        mine.put(run, succeeded);
        StringBuilder all = new StringBuilder();
        mine.forEach((name, well) ->
                all.append(all.isEmpty() ? "" : ",").append(name).append(well ? "=Succeeded" : "=Failed"));
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").putObject("annotations").put(ENDED, all.toString());
        try {
            api.await(Call.merge("/api/v1/namespaces/" + Call.encoded(namespace) + "/pods/" + Call.encoded(name), patch)
                    .forMetadata());
            return Optional.empty();
        } catch (KubeProblem e) {
            return Optional.of("the end of " + run + " could not be noted on pod " + name
                    + ", so that a retry of its Job would find the run ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
