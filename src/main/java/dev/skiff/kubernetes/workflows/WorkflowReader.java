package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.kubernetes.client.ObjectReader;
import dev.skiff.kubernetes.workflows.WorkflowView.Json;
import dev.skiff.kubernetes.workflows.WorkflowView.Part;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads Workflow objects in one pass. Whatever is in them that should not be there is passed over: what to say of it is decided later. */
public final class WorkflowReader implements ObjectReader<WorkflowView> {

    /** What has been read so far. */
    private static final class Reading {
        private String namespace = "";
        private String name = "";
        private String uid = "";
        private String version = "";
        private Instant created = Instant.EPOCH;
        private boolean deleting;
        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private boolean suspend;
        private String shutdown = "";
        private long priority;
        private String phase = "";
        private boolean hasNodes;
        private Part spec = Part.NONE;
        private Part status = Part.NONE;
    }

    @Override
    public WorkflowView read(JsonParser parser) {
        throw new IllegalStateException("workflows are read with their source");
    }

    @Override
    public WorkflowView read(JsonParser parser, byte[] source) throws IOException {
        Reading r = new Reading();
        int from = start(parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            int begin = start(parser);
            switch (field) {
                case "metadata" -> metadata(parser, r);
                case "spec" -> {
                    spec(parser, r);
                    r.spec = value.isStructStart() ? new Part(begin, end(parser)) : Part.NONE;
                }
                case "status" -> {
                    status(parser, r);
                    r.status = value == JsonToken.START_OBJECT ? new Part(begin, end(parser)) : Part.NONE;
                }
                default -> parser.skipChildren();
            }
        }
        Json json = new Json(source, new Part(from, end(parser)), r.spec, r.status).alone();
        return new WorkflowView(
                new WorkflowView.Identity(r.namespace, r.name, r.uid),
                r.version,
                r.created,
                r.deleting,
                r.labels,
                r.annotations,
                r.suspend,
                r.shutdown,
                r.priority,
                r.phase,
                r.hasNodes,
                json);
    }

    /** Of the token that the parser stands at. */
    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Behind the token that the parser stands at. */
    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    private static void metadata(JsonParser parser, Reading r) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "namespace" -> r.namespace = text(parser);
                case "name" -> r.name = text(parser);
                case "uid" -> r.uid = text(parser);
                case "resourceVersion" -> r.version = text(parser);
                case "creationTimestamp" -> r.created = time(text(parser));
                case "deletionTimestamp" -> r.deleting = !text(parser).isEmpty();
                case "labels" -> r.labels = texts(parser);
                case "annotations" -> r.annotations = texts(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private static void spec(JsonParser parser, Reading r) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "suspend" -> r.suspend = value == JsonToken.VALUE_TRUE;
                case "shutdown" -> r.shutdown = text(parser);
                case "priority" -> r.priority = value == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsLong() : 0;
                default -> parser.skipChildren();
            }
            // an odd value may have parts
            parser.skipChildren();
        }
    }

    private static void status(JsonParser parser, Reading r) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "phase" -> r.phase = text(parser);
                case "compressedNodes", "offloadNodeStatusVersion" ->
                    r.hasNodes |= !text(parser).isEmpty();
                case "nodes" -> {
                    if (parser.currentToken() == JsonToken.START_OBJECT && parser.nextToken() != JsonToken.END_OBJECT) {
                        r.hasNodes = true;
                        rest(parser);
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    /** Of an object whose first field's name has been read. */
    private static void rest(JsonParser parser) throws IOException {
        while (parser.currentToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            parser.skipChildren();
            parser.nextToken();
        }
    }

    /** Empty for what is no text. */
    private static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static Map<String, String> texts(JsonParser parser) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return texts;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            texts.put(name, text(parser));
        }
        return texts;
    }
}
