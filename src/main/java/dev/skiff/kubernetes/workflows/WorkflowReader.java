package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.kubernetes.client.ObjectReader;
import dev.skiff.kubernetes.workflows.WorkflowBody.Fields;
import dev.skiff.kubernetes.workflows.WorkflowBody.Part;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads Workflow objects in one pass, and in an event only their metadata. Whatever is in them that should not be there is passed over: what
 * to say of it is decided later.
 */
public final class WorkflowReader implements ObjectReader<WorkflowView> {

    @Override
    public WorkflowView read(JsonParser parser) {
        throw new IllegalStateException("workflows are read with their source");
    }

    @Override
    public WorkflowView read(JsonParser parser, byte[] source) throws IOException {
        Reading reading = new Reading();
        Fields fields = reading.read(parser);
        return reading.view(WorkflowBody.alone(source, fields));
    }

    /** The metadata come before the spec and the status; if not, they are looked for. */
    @Override
    public WorkflowView readEvent(JsonParser parser, byte[] source) throws IOException {
        Reading reading = new Reading();
        int from = start(parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean metadata = parser.currentName().equals("metadata");
            parser.nextToken();
            if (metadata) {
                reading.metadata(parser);
                break;
            }
            parser.skipChildren();
        }
        return reading.view(new WorkflowBody(source, from));
    }

    /** Of the token that the parser stands at. */
    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Behind the token that the parser stands at. */
    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** What has been read so far of one object. */
    static final class Reading {
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

        WorkflowView view(WorkflowBody body) {
            return new WorkflowView(
                    new WorkflowView.Identity(namespace, name, uid),
                    version,
                    created,
                    deleting,
                    labels,
                    annotations,
                    body);
        }

        /** The parser stands at the object's beginning, and is left at its end. */
        Fields read(JsonParser parser) throws IOException {
            Part specPart = Part.NONE;
            Part statusPart = Part.NONE;
            int from = start(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                int begin = start(parser);
                switch (field) {
                    case "metadata" -> metadata(parser);
                    case "spec" -> {
                        spec(parser);
                        specPart = value.isStructStart() ? new Part(begin, end(parser)) : Part.NONE;
                    }
                    case "status" -> {
                        status(parser);
                        statusPart = value == JsonToken.START_OBJECT ? new Part(begin, end(parser)) : Part.NONE;
                    }
                    default -> parser.skipChildren();
                }
            }
            Part whole = new Part(from, end(parser));
            return new Fields(suspend, shutdown, priority, phase, hasNodes, whole, specPart, statusPart);
        }

        void metadata(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "namespace" -> namespace = text(parser);
                    case "name" -> name = text(parser);
                    case "uid" -> uid = text(parser);
                    case "resourceVersion" -> version = text(parser);
                    case "creationTimestamp" -> created = time(text(parser));
                    case "deletionTimestamp" -> deleting = !text(parser).isEmpty();
                    case "labels" -> labels = texts(parser);
                    case "annotations" -> annotations = texts(parser);
                    default -> parser.skipChildren();
                }
            }
        }

        private void spec(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "suspend" -> suspend = value == JsonToken.VALUE_TRUE;
                    case "shutdown" -> shutdown = text(parser);
                    case "priority" -> priority = value == JsonToken.VALUE_NUMBER_INT ? parser.getValueAsLong() : 0;
                    default -> parser.skipChildren();
                }
                // an odd value may have parts
                parser.skipChildren();
            }
        }

        private void status(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "phase" -> phase = text(parser);
                    case "compressedNodes", "offloadNodeStatusVersion" ->
                        hasNodes |= !text(parser).isEmpty();
                    case "nodes" -> {
                        if (parser.currentToken() == JsonToken.START_OBJECT
                                && parser.nextToken() != JsonToken.END_OBJECT) {
                            hasNodes = true;
                            rest(parser);
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        }

        /** Of an object whose first field's name has been read. */
        private void rest(JsonParser parser) throws IOException {
            while (parser.currentToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                parser.skipChildren();
                parser.nextToken();
            }
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
