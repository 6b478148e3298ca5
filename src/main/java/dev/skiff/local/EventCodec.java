package dev.skiff.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Event;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * One event as one line of JSON: {@code {"v":1,"type":"observed","at":"2026-11-23T21:06:00.123Z",…}}. Instants keep their nanoseconds,
 * since a replay must decide as the first time. The values of Secrets are never written.
 */
final class EventCodec {
    static final int VERSION = 1;
    private static final ObjectMapper JSON = ModelMapper.strict();

    private EventCodec() {}

    /** Without an end of line, and without one inside. */
    static String encode(Event event) {
        ObjectNode line = JSON.createObjectNode().put("v", VERSION);
        switch (event) {
            case Event.Submitted s -> {
                line.put("type", "submitted").put("at", s.at().toString());
                line.set("workflow", JSON.valueToTree(s.workflow()));
                line.set("resources", JSON.valueToTree(withoutSecrets(s.resources())));
            }
            case Event.TaskObserved o -> {
                line.put("type", "observed").put("at", o.at().toString()).put("node", o.nodeId());
                line.set("state", TaskStateCodec.encode(o.state()));
            }
            case Event.AlarmRang a ->
                line.put("type", "rang").put("at", a.at().toString()).put("alarm", a.alarm());
            case Event.Asked a ->
                line.put("type", "asked")
                        .put("at", a.at().toString())
                        .put("request", a.request().name());
        }
        return line.toString();
    }

    /** @throws IOException when the line is not an event, or one of a later version of skiff */
    static Event decode(String text) throws IOException {
        JsonNode line = JSON.readTree(text);
        int version = line.path("v").asInt();
        if (version != VERSION) {
            throw new IOException("the run was recorded by another version of skiff (format " + version
                    + ", this one knows " + VERSION + ")");
        }
        Instant at = Instant.parse(text(line, "at"));
        String type = text(line, "type");
        return switch (type) {
            case "submitted" ->
                new Event.Submitted(
                        bind(line.path("workflow"), Workflow.class), bind(line.path("resources"), Bundle.class), at);
            case "observed" ->
                new Event.TaskObserved(text(line, "node"), TaskStateCodec.decode(line.path("state")), at);
            case "rang" -> new Event.AlarmRang(text(line, "alarm"), at);
            case "asked" -> new Event.Asked(Event.Request.valueOf(text(line, "request")), at);
            default -> throw new IOException("unknown type of event: " + type);
        };
    }

    private static <T> T bind(JsonNode json, Class<T> type) throws JsonProcessingException {
        return JSON.treeToValue(json, type);
    }

    static String text(JsonNode json, String field) throws IOException {
        JsonNode value = json.get(field);
        if (value == null || !value.isTextual()) {
            throw new IOException("an event without '" + field + "'");
        }
        return value.textValue();
    }

    private static Bundle withoutSecrets(Bundle b) {
        return new Bundle(
                List.of(),
                b.workflowTemplates(),
                b.clusterWorkflowTemplates(),
                List.of(),
                List.of(),
                b.configMaps(),
                List.<Secret>of(),
                b.persistentVolumeClaims(),
                List.of());
    }
}
