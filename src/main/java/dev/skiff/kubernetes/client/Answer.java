package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What the API server answered to a call that went well. */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
public record Answer(int status, byte[] body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @throws KubeProblem when it is no JSON */
    public JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new KubeProblem(status, "NotJson", "the answer is no JSON: " + e.getMessage(), null);
        }
    }

    /** Of the object in the answer; empty when it has none. */
    public String resourceVersion() {
        try {
            return Versions.of(body);
        } catch (IOException e) {
            return "";
        }
    }
}
