package dev.skiff.runtime.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.Sha256;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;

/**
 * A key of whoever submits, in HTTP the header {@code Idempotency-Key}: a submission that is repeated with its key is the same run. Nothing is kept beside the run: its name comes from
 * the key, and annotations say which key and which body it came from, so it holds across restarts, as long as the run is there.
 */
public final class Idempotency {
    public static final String HEADER = "Idempotency-Key";
    private static final String KEY = "skiff.dev/idempotency-key";
    private static final String BODY = "skiff.dev/idempotency-body";
    private static final int LONGEST_KEY = 255;
    private static final int SUFFIX = 10;
    private static final int LONGEST_PREFIX = 63 - SUFFIX;

    /** @param repeated whether the run was there already */
    public record Made(JsonNode object, boolean repeated) {}

    private Idempotency() {}

    /** @param object complete; gets its name here */
    public static Made create(
            WorkflowService.Session session, String namespace, String key, byte[] body, ObjectNode object)
            throws InterruptedException {
        if (key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new ServiceException(
                    Why.INVALID, HEADER + ": at most " + LONGEST_KEY + " printable characters without blanks");
        }
        ObjectNode metadata = object.withObjectProperty("metadata");
        String keyHash = Sha256.hex(key);
        String bodyHash = Sha256.hex(body);
        metadata.withObjectProperty("annotations").put(KEY, keyHash).put(BODY, bodyHash);
        if (metadata.path("name").asText("").isEmpty()) {
            String prefix = metadata.path("generateName").asText("");
            metadata.remove("generateName");
            metadata.put(
                    "name",
                    prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX))
                            + Sha256.hex(namespace + "/" + key).substring(0, SUFFIX));
        }
        String name = metadata.path("name").asText();
        try {
            return new Made(session.create(ResourceKind.WORKFLOW, namespace, object, false), false);
        } catch (ServiceException e) {
            if (e.why() != Why.ALREADY_EXISTS) {
                throw e;
            }
            JsonNode there = session.get(ResourceKind.WORKFLOW, namespace, name);
            JsonNode annotations = there.at("/metadata/annotations");
            if (!annotations.path(KEY).asText("").equals(keyHash)) {
                throw e;
            }
            if (!annotations.path(BODY).asText("").equals(bodyHash)) {
                throw new ServiceException(
                        Why.CONFLICT,
                        HEADER + " was used for workflow \"" + name
                                + "\" with another body: a new request needs a new key");
            }
            return new Made(there, true);
        }
    }
}
