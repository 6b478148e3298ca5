package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import java.io.IOException;
import java.util.function.Consumer;

/** The workflows that have ended, a page after the other: each may be large, and there may be many. */
public final class EndedWorkflows {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PAGE = 50;

    private final KubeApi api;
    private final String collection;

    /** @param collection path with the selector of those that have ended */
    public EndedWorkflows(KubeApi api, String collection) {
        this.api = api;
        this.collection = collection;
    }

    /**
     * Blocks until all have been told.
     *
     * @throws KubeProblem when they cannot be listed
     */
    public void each(Consumer<WorkflowView> told) throws InterruptedException {
        String next = "";
        do {
            String from = next.isEmpty() ? "" : "&continue=" + Call.encoded(next);
            next = page(
                    api.await(Call.get(collection + "&limit=" + PAGE + from)).body(), told);
        } while (!next.isEmpty());
    }

    /** @return where the next page begins; empty for none */
    private String page(byte[] body, Consumer<WorkflowView> told) {
        String next = "";
        WorkflowReader reader = new WorkflowReader();
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("items") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        told.accept(reader.read(parser, body));
                    }
                } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                    next = continued(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return next;
        } catch (IOException e) {
            throw new KubeProblem(0, "NotJson", "the list of " + collection + " is no JSON: " + e.getMessage(), e);
        }
    }

    private static String continued(JsonParser parser) throws IOException {
        String next = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("continue") && value == JsonToken.VALUE_STRING) {
                next = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return next;
    }
}
