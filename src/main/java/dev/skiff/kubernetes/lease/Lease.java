package dev.skiff.kubernetes.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What counts of a {@code coordination.k8s.io/v1} Lease.
 *
 * @param version the object's resourceVersion; empty when it is not there yet
 * @param holder who has it; empty for nobody
 * @param duration after which it may be taken from its holder
 * @param acquired when the holder took it, and {@code renewed} last renewed it, in its own clock and as the text on the server
 * @param transitions how often it changed hands
 */
record Lease(String version, String holder, Duration duration, String acquired, String renewed, int transitions) {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static Lease read(JsonNode object) {
        JsonNode spec = object.path("spec");
        return new Lease(
                object.path("metadata").path("resourceVersion").asText(""),
                spec.path("holderIdentity").asText(""),
                Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(0)),
                spec.path("acquireTime").asText(""),
                spec.path("renewTime").asText(""),
                spec.path("leaseTransitions").asInt(0));
    }

    /** Whether its holder has done nothing between the two. */
    boolean isAsIn(Lease other) {
        return holder.equals(other.holder) && renewed.equals(other.renewed) && transitions == other.transitions;
    }

    ObjectNode json(String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        ObjectNode metadata =
                object.putObject("metadata").put("namespace", namespace).put("name", name);
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
        ObjectNode spec = object.putObject("spec");
        spec.put("holderIdentity", holder);
        // the server refuses a lease of no seconds
        spec.put("leaseDurationSeconds", Math.max(1, duration.toSeconds()));
        spec.put("acquireTime", acquired).put("renewTime", renewed).put("leaseTransitions", transitions);
        return object;
    }

    static String text(Instant time) {
        return MICROS.format(time);
    }
}
