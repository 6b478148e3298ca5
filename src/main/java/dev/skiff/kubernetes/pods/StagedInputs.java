package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Artifact;
import dev.skiff.pod.TaskPod;
import dev.skiff.pod.TaskPod.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * Input artifacts at paths where their container may write nothing, since its user is not root or its root file system is read-only: they
 * are fetched before it starts, into a volume of which each is mounted at its path, as Argo does it with all of them.
 */
final class StagedInputs {
    private static final String VOLUME = "input-artifacts";
    /** Where the container that fetches has the volume. */
    private static final String DIRECTORY = "/skiff-inputs";
    /** Anybody may write there, unless the whole of the root is read-only. */
    private static final List<String> OPEN = List.of("/tmp/", "/var/tmp/", "/dev/shm/");

    private final ObjectNode spec;
    private final List<ObjectNode> containers = new ArrayList<>();
    private final List<Artifact> staged = new ArrayList<>();
    private final List<Artifact> rest = new ArrayList<>();

    /** @param inputs all of the pod's, with absolute paths and places */
    StagedInputs(TaskPod pod, ObjectNode spec, List<Artifact> inputs) {
        this.spec = spec;
        for (Member member : pod.members()) {
            containers.add(PodPlan.container(spec, member.name()));
        }
        for (Artifact input : inputs) {
            (isStaged(String.valueOf(input.path())) ? staged : rest).add(input);
        }
    }

    /** Those that the containers' own agents fetch. */
    List<Artifact> rest() {
        return rest;
    }

    boolean isEmpty() {
        return staged.isEmpty();
    }

    /** As the plan of the container that fetches has them. */
    List<Artifact> inVolume() {
        List<Artifact> moved = new ArrayList<>();
        for (Artifact artifact : staged) {
            moved.add(artifact.toBuilder().path(DIRECTORY + "/" + moved.size()).build());
        }
        return moved;
    }

    /** Adds the volume to the pod, and to its containers what they see of it. */
    void mount(ObjectNode fetcher) {
        spec.withArray("volumes").addObject().put("name", VOLUME).putObject("emptyDir");
        fetcher.withArray("volumeMounts").addObject().put("name", VOLUME).put("mountPath", DIRECTORY);
        for (ObjectNode container : containers) {
            int number = 0;
            for (Artifact artifact : staged) {
                container
                        .withArray("volumeMounts")
                        .addObject()
                        .put("name", VOLUME)
                        .put("mountPath", artifact.path())
                        .put("subPath", Integer.toString(number++));
            }
        }
        asMain(fetcher);
    }

    /** What is fetched belongs to the user who reads it. */
    private void asMain(ObjectNode fetcher) {
        JsonNode security = containers.getFirst().path("securityContext");
        for (String field : List.of("runAsUser", "runAsGroup", "runAsNonRoot")) {
            if (security.has(field)) {
                fetcher.withObject("/securityContext").set(field, security.get(field));
            }
        }
    }

    private boolean isStaged(String path) {
        return containers.stream().anyMatch(c -> !isWritable(c, path));
    }

    /** As far as the pod says it: an image may have another user than root, too. */
    private boolean isWritable(ObjectNode container, String path) {
        for (JsonNode mount : container.path("volumeMounts")) {
            String directory = mount.path("mountPath").asText().replaceFirst("/+$", "");
            if ((path + "/").startsWith(directory + "/")) {
                return true; // who mounts a volume says who may write there
            }
        }
        if (container.path("securityContext").path("readOnlyRootFilesystem").asBoolean()) {
            return false;
        }
        boolean root = !security(container, "runAsNonRoot").asBoolean()
                && security(container, "runAsUser").asLong() == 0;
        return root || OPEN.stream().anyMatch(path::startsWith);
    }

    private JsonNode security(ObjectNode container, String field) {
        JsonNode own = container.path("securityContext").path(field);
        return own.isMissingNode() ? spec.path("securityContext").path(field) : own;
    }
}
