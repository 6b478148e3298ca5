package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.MalformedException;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;

/**
 * Takes the reports of agents that are too large for a termination message, and keeps each with its pod. It knows nothing beside the pod
 * itself, so that an agent may post to another process than the one that made the pod.
 */
public final class Handover {
    /** In bytes as they are sent; all annotations of a pod may have 256 KiB. */
    public static final int LIMIT = 240 << 10;

    private final KubeApi api;

    public Handover(KubeApi api) {
        this.api = api;
    }

    /**
     * What the agent is told.
     *
     * @param status of HTTP: 200 kept, 400 no report, 401 or 404 for a stranger, 413 too large, 503 try again
     * @param message a sentence without secrets
     */
    public record HandoverAnswer(int status, String message) {}

    /** A report that was posted before is replaced. Never fails. */
    public CompletableFuture<HandoverAnswer> handover(String namespace, String pod, String token, byte[] report) {
        if (report.length > LIMIT) {
            return answer(
                    413,
                    "the report has " + report.length + " bytes, compressed, and " + LIMIT
                            + " are taken: write large data as an artifact");
        }
        String text = new String(report, StandardCharsets.UTF_8);
        try {
            if (AgentReport.decode(text).isEmpty()) {
                return answer(400, "this is no report of an agent");
            }
        } catch (MalformedException e) {
            return answer(400, String.valueOf(e.getMessage()));
        }
        String path = "/api/v1/namespaces/" + Call.encoded(namespace) + "/pods/" + Call.encoded(pod);
        return api.send(Call.get(path))
                .thenCompose(found -> keep(path, found.json(), token, text))
                .exceptionally(failure -> refused(KubeProblem.in(failure)));
    }

    private CompletableFuture<HandoverAnswer> keep(String path, JsonNode pod, String token, String report) {
        if (token.isEmpty() || !isOf(pod, token)) {
            return answer(401, "the token is not this pod's");
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("uid", pod.path("metadata").path("uid").asText());
        metadata.putObject("annotations").put(PodMarks.REPORT, report);
        return api.send(Call.merge(path, patch).forMetadata()).thenApply(_ -> new HandoverAnswer(200, "kept"));
    }

    /** The token is in the plan of the pod's own agent: nothing else has to be remembered. */
    private static boolean isOf(JsonNode pod, String token) {
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode variable : container.path("env")) {
                if (variable.path("name").asText().equals(AgentPlan.VARIABLE)
                        && isIn(variable.path("value").asText().replace("$$", "$"), token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isIn(String plan, String token) {
        try {
            String known = AgentPlan.decode(plan).report().token();
            return !known.isEmpty()
                    && MessageDigest.isEqual(
                            known.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            return false;
        }
    }

    private static HandoverAnswer refused(KubeProblem problem) {
        if (problem.isNotFound()) {
            return new HandoverAnswer(404, "there is no such pod");
        }
        boolean tooMuch = problem.status() == 413 || problem.status() == 422;
        return tooMuch
                ? new HandoverAnswer(413, "the report does not fit into the pod's annotations: " + problem.getMessage())
                : new HandoverAnswer(503, "the report cannot be kept now: " + problem.getMessage());
    }

    private static CompletableFuture<HandoverAnswer> answer(int status, String message) {
        return CompletableFuture.completedFuture(new HandoverAnswer(status, message));
    }
}
