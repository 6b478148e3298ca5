package dev.skiff.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Workflows that have ended, as an API server has them. */
public final class Sample {
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private Sample() {}

    /** @param number tells it from others, and when it was: a second after the one before */
    public static ObjectNode workflow(int number, String namespace, String phase, Map<String, String> labels) {
        String name = "w-%06d".formatted(number);
        Instant created = FIRST.plusSeconds(number);
        ObjectNode object = JSON.createObjectNode()
                .put("apiVersion", "argoproj.io/v1alpha1")
                .put("kind", "Workflow");
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name)
                .put("namespace", namespace)
                .put("uid", uid(number))
                .put("resourceVersion", "17")
                .put("creationTimestamp", created.toString());
        metadata.putArray("managedFields").addObject().put("manager", "kubectl");
        ObjectNode own = metadata.putObject("labels");
        labels.forEach(own::put);
        own.put("workflows.argoproj.io/completed", "true")
                .put("workflows.argoproj.io/phase", phase)
                .put("workflows.argoproj.io/workflow-archiving-status", "Pending");
        metadata.putObject("annotations").put("workflows.argoproj.io/title", "number " + number);
        object.putObject("spec")
                .put("entrypoint", "main")
                .putArray("templates")
                .addObject()
                .put("name", "main")
                .putObject("container")
                .put("image", "busybox");
        ObjectNode status = object.putObject("status");
        status.put("phase", phase)
                .put("startedAt", created.plusSeconds(1).toString())
                .put("finishedAt", created.plusSeconds(60).toString())
                .put("progress", "1/1")
                .put("message", "as it had to be")
                .putObject("resourcesDuration")
                .put("cpu", 3);
        node(status.putObject("nodes").putObject(name), name, phase);
        return object;
    }

    public static void node(ObjectNode node, String id, String phase) {
        node.put("id", id)
                .put("name", id)
                .put("displayName", id)
                .put("type", "Pod")
                .put("templateName", "main")
                .put("phase", phase);
    }

    public static String uid(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    public static byte[] bytes(ObjectNode object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }
}
