package dev.skiff.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.model.Labels;
import dev.skiff.model.MalformedStatus;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as the archive keeps it: as Argo would write it, with its nodes unpacked, labelled as persisted (GC-04), and without what only
 * the API server keeps for itself. It is made of the object's text in one pass: a workflow may be large.
 */
final class ArchivedObject {
    /** What Argo writes for the character that PostgreSQL's JSON cannot have. */
    static final String NUL = "ARGO_POSTGRES_NULL_REPLACEMENT";

    static final String PERSISTED = "Persisted";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_NODES = 200 << 20;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> summary = new LinkedHashMap<>();
    private final ByteArrayOutputStream bytes;

    private ArchivedObject(int size) {
        this.bytes = new ByteArrayOutputStream(size);
    }

    /** @throws ServiceException INVALID when it is no workflow that has ended */
    static ArchivedObject of(byte[] object) {
        ArchivedObject archived = new ArchivedObject(object.length);
        try (JsonParser from = JSON.createParser(object);
                JsonGenerator to = JSON.createGenerator(archived.bytes)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw new ServiceException(Why.INVALID, "what is to be archived is no object");
            }
            archived.object(from, to);
        } catch (IOException e) {
            throw new ServiceException(Why.INVALID, "what is to be archived is no JSON: " + e.getMessage(), e);
        }
        for (String needed : new String[] {"uid", "name", "namespace", "phase"}) {
            if (archived.text(needed).isEmpty()) {
                throw new ServiceException(Why.INVALID, "what is to be archived has no " + needed);
            }
        }
        return archived;
    }

    private String text(String name) {
        return texts.getOrDefault(name, "");
    }

    String uid() {
        return text("uid");
    }

    String name() {
        return text("name");
    }

    String namespace() {
        return text("namespace");
    }

    String phase() {
        return text("phase");
    }

    Instant created() {
        return Objects.requireNonNullElse(time("creationTimestamp"), Instant.EPOCH);
    }

    Instant started() {
        return Objects.requireNonNullElseGet(time("startedAt"), this::created);
    }

    Instant finished() {
        return Objects.requireNonNullElseGet(time("finishedAt"), this::started);
    }

    private @Nullable Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            return null;
        }
    }

    Map<String, String> labels() {
        return Collections.unmodifiableMap(labels);
    }

    /** The whole of it. */
    String json() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** What a list shows beside the columns: annotations and labels, {@code suspend}, progress, message and durations. */
    String summary() {
        StringBuilder text = new StringBuilder("{");
        summary.forEach((name, json) -> text.append(text.length() == 1 ? "\"" : ",\"")
                .append(name)
                .append("\":")
                .append(json));
        return text.append('}').toString();
    }

    private void object(JsonParser from, JsonGenerator to) throws IOException {
        to.writeStartObject();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String field = from.currentName();
            boolean inner = from.nextToken() == JsonToken.START_OBJECT;
            to.writeFieldName(clean(field));
            switch (inner ? field : "") {
                case "metadata" -> metadata(from, to);
                case "spec" -> spec(from, to);
                case "status" -> status(from, to);
                default -> copy(from, to);
            }
        }
        to.writeEndObject();
    }

    private void metadata(JsonParser from, JsonGenerator to) throws IOException {
        to.writeStartObject();
        labels.put(Labels.ARCHIVING_STATUS, PERSISTED);
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String field = from.currentName();
            from.nextToken();
            switch (field) {
                case "managedFields" -> from.skipChildren();
                case "labels" -> readLabels(from);
                case "annotations" -> summarized(field, from, to);
                default -> remembered(field, from, to);
            }
        }
        to.writeFieldName("labels");
        summary.put("labels", written(this::writeLabels));
        writeLabels(to);
        to.writeEndObject();
    }

    private void readLabels(JsonParser from) throws IOException {
        if (from.currentToken() != JsonToken.START_OBJECT) {
            from.skipChildren();
            return;
        }
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String name = clean(from.currentName());
            if (from.nextToken() == JsonToken.VALUE_STRING) {
                labels.putIfAbsent(name, clean(from.getText()));
            }
            from.skipChildren();
        }
    }

    private void writeLabels(JsonGenerator to) throws IOException {
        to.writeStartObject();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            to.writeStringField(label.getKey(), label.getValue());
        }
        to.writeEndObject();
    }

    private void spec(JsonParser from, JsonGenerator to) throws IOException {
        to.writeStartObject();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String field = from.currentName();
            from.nextToken();
            if (field.equals("suspend")) {
                summarized(field, from, to);
            } else {
                to.writeFieldName(clean(field));
                copy(from, to);
            }
        }
        to.writeEndObject();
    }

    private void status(JsonParser from, JsonGenerator to) throws IOException {
        to.writeStartObject();
        while (from.nextToken() == JsonToken.FIELD_NAME) {
            String field = from.currentName();
            boolean text = from.nextToken() == JsonToken.VALUE_STRING;
            switch (field.equals("compressedNodes") && !text ? "" : field) {
                case "progress", "message", "estimatedDuration", "resourcesDuration" -> summarized(field, from, to);
                case "compressedNodes" -> nodes(from.getText(), to);
                default -> remembered(field, from, to);
            }
        }
        to.writeEndObject();
    }

    /** Those that cannot be unpacked stay as they are: whoever has packed them may know better. */
    private void nodes(String packed, JsonGenerator to) throws IOException {
        if (packed.isEmpty()) {
            return;
        }
        byte[] json;
        try {
            json = StatusCodec.nodesJson(packed, MOST_NODES);
        } catch (MalformedStatus e) {
            to.writeStringField("compressedNodes", packed);
            return;
        }
        to.writeFieldName("nodes");
        try (JsonParser from = JSON.createParser(json)) {
            from.nextToken();
            copy(from, to);
        }
    }

    private void remembered(String field, JsonParser from, JsonGenerator to) throws IOException {
        if (from.currentToken() == JsonToken.VALUE_STRING) {
            texts.putIfAbsent(field, clean(from.getText()));
        }
        to.writeFieldName(clean(field));
        copy(from, to);
    }

    private void summarized(String field, JsonParser from, JsonGenerator to) throws IOException {
        String json = written(apart -> copy(from, apart));
        summary.put(field, json);
        to.writeFieldName(field);
        to.writeRawValue(json);
    }

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    private static String written(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator to = JSON.createGenerator(out)) {
            writing.to(to);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The value that the parser stands at; it is left at its end. */
    private static void copy(JsonParser from, JsonGenerator to) throws IOException {
        int depth = 0;
        do {
            JsonToken token = from.currentToken();
            switch (token) {
                case FIELD_NAME -> to.writeFieldName(clean(from.currentName()));
                case VALUE_STRING -> to.writeString(clean(from.getText()));
                default -> to.copyCurrentEvent(from);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0 && from.nextToken() != null);
    }

    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", NUL);
    }
}
