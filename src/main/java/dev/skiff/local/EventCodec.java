package dev.skiff.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.CacheEntry;
import dev.skiff.engine.Event;
import dev.skiff.model.Bundle;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.Workflow;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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
                if (!s.originals().isEmpty()) {
                    line.set("originals", JSON.valueToTree(s.originals()));
                }
            }
            case Event.Restored r -> {
                line.put("type", "restored").put("at", r.at().toString());
                line.set("workflow", JSON.valueToTree(r.workflow()));
                line.set("resources", JSON.valueToTree(withoutSecrets(r.resources())));
            }
            case Event.TaskObserved o -> {
                line.put("type", "observed").put("at", o.at().toString()).put("node", o.nodeId());
                line.set("state", TaskStateCodec.encode(o.state()));
            }
            case Event.AlarmRang a ->
                line.put("type", "rang").put("at", a.at().toString()).put("alarm", a.alarm());
            case Event.Asked a ->
                RequestCodec.encode(a.request(), line.put("type", "asked").put("at", a.at().toString()));
            case Event.LocksAnswered l ->
                line.put("type", "locks")
                        .put("at", l.at().toString())
                        .put("holder", l.holder())
                        .put("granted", l.granted())
                        .put("waitingFor", l.waitingFor())
                        .put("message", l.message());
            case Event.CacheAnswered c -> {
                line.put("type", "cache").put("at", c.at().toString()).put("node", c.nodeId());
                if (c.entry() != null) {
                    line.set("entry", JSON.valueToTree(c.entry()));
                }
                line.put("problem", c.problem());
            }
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
                        bind(line.path("workflow"), Workflow.class),
                        bind(line.path("resources"), Bundle.class),
                        originals(line.path("originals")),
                        at);
            case "restored" ->
                new Event.Restored(
                        bind(line.path("workflow"), Workflow.class), bind(line.path("resources"), Bundle.class), at);
            case "observed" ->
                new Event.TaskObserved(text(line, "node"), TaskStateCodec.decode(line.path("state")), at);
            case "rang" -> new Event.AlarmRang(text(line, "alarm"), at);
            case "asked" -> new Event.Asked(RequestCodec.decode(line), at);
            case "locks" ->
                new Event.LocksAnswered(
                        text(line, "holder"),
                        line.path("granted").asBoolean(),
                        text(line, "waitingFor"),
                        text(line, "message"),
                        at);
            case "cache" ->
                new Event.CacheAnswered(
                        text(line, "node"),
                        line.has("entry") ? bind(line.path("entry"), CacheEntry.class) : null,
                        text(line, "problem"),
                        at);
            default -> throw new IOException("unknown type of event: " + type);
        };
    }

    private static List<NodeStatus> originals(JsonNode list) throws JsonProcessingException {
        List<NodeStatus> nodes = new ArrayList<>();
        for (JsonNode node : list) {
            nodes.add(bind(node, NodeStatus.class));
        }
        return nodes;
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
                List.of(),
                b.workflowDefaults());
    }
}
