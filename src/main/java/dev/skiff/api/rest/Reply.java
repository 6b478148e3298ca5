package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.Sink;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an endpoint gives. */
sealed interface Reply {

    /** @param headers beside those of every answer */
    record Json(int status, JsonNode body, Map<String, String> headers) implements Reply {
        public Json {
            headers = Map.copyOf(headers);
        }
    }

    /** Objects as they come, each as {@code {"result": …}}: Server-Sent Events, or a line each for who does not ask for those. */
    record Stream(Source source, Ids ids) implements Reply {
        Stream(Source source) {
            this(source, one -> null);
        }
    }

    /** The id of an object that is told, with which who lost the stream begins after it; null when there are none, empty for this alone. */
    @FunctionalInterface
    interface Ids {
        @Nullable
        String of(JsonNode one);
    }

    record File(Download download, boolean inline) implements Reply {}

    record Text(String contentType, String body) implements Reply {}

    /** Gives what a stream consists of, and returns at its end. */
    @FunctionalInterface
    interface Source {
        void give(Sink<JsonNode> sink) throws InterruptedException;
    }

    static Reply ok(JsonNode body) {
        return new Json(200, body, Map.of());
    }

    /** An answer that says nothing. */
    static Reply empty() {
        return ok(JsonNodeFactory.instance.objectNode());
    }
}
