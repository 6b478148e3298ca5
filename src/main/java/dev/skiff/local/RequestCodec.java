package dev.skiff.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was asked of a run as JSON: for the journal, and for a run that another process drives. */
final class RequestCodec {

    private RequestCodec() {}

    /** Adds {@code request} and what belongs to it to the object, and returns it. */
    static ObjectNode encode(Request request, ObjectNode json) {
        return switch (request) {
            case Request.Stop s -> json.put("request", "STOP");
            case Request.Terminate t -> json.put("request", "TERMINATE");
            case Request.Suspend s -> json.put("request", "SUSPEND");
            case Request.Unsuspend u -> json.put("request", "UNSUSPEND");
            case Request.Resume r ->
                json.put("request", "RESUME").put("nodes", r.nodes().toString());
            case Request.StopNodes s ->
                json.put("request", "STOP_NODES")
                        .put("nodes", s.nodes().toString())
                        .put("message", s.message());
            case Request.SetNodes s -> {
                json.put("request", "SET_NODES")
                        .put("nodes", s.nodes().toString())
                        .put("phase", s.phase())
                        .put("message", s.message());
                s.outputs().forEach(json.putObject("outputs")::put);
                yield json;
            }
            case Request.Retry r -> {
                json.put("request", "RETRY")
                        .put("restartSuccessful", r.restartSuccessful())
                        .put("nodes", r.nodes().toString());
                r.parameters().forEach(json.putObject("parameters")::put);
                yield json;
            }
        };
    }

    /** @throws IOException when the object holds no request */
    static Request decode(JsonNode json) throws IOException {
        String request = EventCodec.text(json, "request");
        return switch (request) {
            case "STOP" -> new Request.Stop();
            case "TERMINATE" -> new Request.Terminate();
            case "SUSPEND" -> new Request.Suspend();
            case "UNSUSPEND" -> new Request.Unsuspend();
            case "RESUME" -> new Request.Resume(nodes(json));
            case "STOP_NODES" -> new Request.StopNodes(nodes(json), EventCodec.text(json, "message"));
            case "SET_NODES" ->
                new Request.SetNodes(
                        nodes(json),
                        EventCodec.text(json, "phase"),
                        EventCodec.text(json, "message"),
                        texts(json.path("outputs")));
            case "RETRY" ->
                new Request.Retry(
                        json.path("restartSuccessful").asBoolean(), nodes(json), texts(json.path("parameters")));
            default -> throw new IOException("unknown request: " + request);
        };
    }

    private static NodeSelector nodes(JsonNode json) throws IOException {
        try {
            return NodeSelector.parse(EventCodec.text(json, "nodes"));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> map = new LinkedHashMap<>();
        json.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }
}
