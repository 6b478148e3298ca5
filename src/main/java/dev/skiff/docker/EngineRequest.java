package dev.skiff.docker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to the engine.
 *
 * @param target path with query, without the version prefix
 * @param headers beside {@code Host} and {@code Content-Length}
 * @param body may be empty
 * @param timeout until the whole answer is there, or until its head is there when the body is streamed; zero for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying a tar of several MiB would only cost
record EngineRequest(String method, String target, Map<String, String> headers, byte[] body, Duration timeout) {

    private static final byte[] NOTHING = {};
    private static final Duration USUAL = Duration.ofMinutes(2);

    static EngineRequest get(String target) {
        return new EngineRequest("GET", target, Map.of(), NOTHING, USUAL);
    }

    static EngineRequest post(String target) {
        return new EngineRequest("POST", target, Map.of(), NOTHING, USUAL);
    }

    static EngineRequest delete(String target) {
        return new EngineRequest("DELETE", target, Map.of(), NOTHING, USUAL);
    }

    EngineRequest json(String text) {
        return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    EngineRequest body(String contentType, byte[] bytes) {
        return new EngineRequest(method, target, with("Content-Type", contentType), bytes, timeout);
    }

    EngineRequest header(String name, String value) {
        return new EngineRequest(method, target, with(name, value), body, timeout);
    }

    EngineRequest within(Duration limit) {
        return new EngineRequest(method, target, headers, body, limit);
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return more;
    }

    /** The method and the path: never the body nor a header, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
