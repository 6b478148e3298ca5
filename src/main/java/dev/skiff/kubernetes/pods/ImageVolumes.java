package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Whether the cluster mounts images as volumes: asked once, with a pod that is only checked and never made. */
final class ImageVolumes {
    private static final int BAD_REQUEST = 400;
    private static final int INVALID = 422;

    private final KubeApi api;
    private final String namespace;
    private @Nullable CompletableFuture<AgentDelivery> answer;

    ImageVolumes(KubeApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** An init container copies when in doubt: that works everywhere. Doubts (a server that is away, a quota) are not remembered. */
    synchronized CompletableFuture<AgentDelivery> delivery() {
        CompletableFuture<AgentDelivery> known = answer;
        if (known == null || known.isCompletedExceptionally()) {
            String path = "/api/v1/namespaces/" + Call.encoded(namespace) + "/pods?dryRun=All";
            known = api.send(Call.post(path, probe())).handle(ImageVolumes::delivery);
            answer = known;
        }
        return known.exceptionally(_ -> AgentDelivery.COPY);
    }

    private static AgentDelivery delivery(@Nullable Answer created, @Nullable Throwable refused) {
        if (created != null) {
            boolean kept = created.json().at("/spec/volumes").findPath("image").has("reference");
            return kept ? AgentDelivery.IMAGE_VOLUME : AgentDelivery.COPY;
        }
        KubeProblem problem = KubeProblem.in(refused == null ? new IllegalStateException("no answer") : refused);
        if (problem.status() == INVALID || problem.status() == BAD_REQUEST) {
            return AgentDelivery.COPY;
        }
        throw problem;
    }

    private static ObjectNode probe() {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("generateName", "skiff-asks-for-image-volumes-");
        ObjectNode spec = pod.putObject("spec").put("automountServiceAccountToken", false);
        spec.putObject("securityContext")
                .put("runAsNonRoot", true)
                .putObject("seccompProfile")
                .put("type", "RuntimeDefault");
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "main").put("image", "asked/only:once");
        ObjectNode security = container.putObject("securityContext").put("allowPrivilegeEscalation", false);
        security.putObject("capabilities").putArray("drop").add("ALL");
        container.putArray("volumeMounts").addObject().put("name", "agent").put("mountPath", "/skiff");
        ObjectNode volume = spec.putArray("volumes").addObject().put("name", "agent");
        volume.putObject("image").put("reference", "asked/only:once").put("pullPolicy", "IfNotPresent");
        return pod;
    }
}
