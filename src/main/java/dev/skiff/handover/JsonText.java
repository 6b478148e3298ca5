package dev.skiff.handover;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes JSON; what is null, empty or false is left out. */
final class JsonText {
    private final JsonGenerator json;

    private JsonText(JsonGenerator json) {
        this.json = json;
    }

    interface Content {
        void write(JsonText to) throws IOException;
    }

    static String of(Content content) {
        var text = new StringWriter();
        try (JsonGenerator generator = JsonObject.JSON.createGenerator(text)) {
            generator.writeStartObject();
            content.write(new JsonText(generator));
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be written", e);
        }
        return text.toString();
    }

    JsonText text(String field, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            json.writeStringField(field, value);
        }
        return this;
    }

    /** Also when it is empty. */
    JsonText whole(String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
        return this;
    }

    JsonText flag(String field, @Nullable Boolean value) throws IOException {
        if (Boolean.TRUE.equals(value)) {
            json.writeBooleanField(field, true);
        }
        return this;
    }

    JsonText number(String field, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value.longValue());
        }
        return this;
    }

    JsonText texts(String field, Iterable<String> values) throws IOException {
        return list(field, values, value -> json.writeString(value));
    }

    <T> JsonText objects(String field, Iterable<T> values, Part<T> part) throws IOException {
        return list(field, values, value -> {
            json.writeStartObject();
            part.write(value, this);
            json.writeEndObject();
        });
    }

    JsonText object(String field, Content content) throws IOException {
        json.writeObjectFieldStart(field);
        content.write(this);
        json.writeEndObject();
        return this;
    }

    /** Nothing when there is no value. */
    <T> JsonText optional(String field, @Nullable T value, Part<T> part) throws IOException {
        return value == null ? this : object(field, to -> part.write(value, to));
    }

    interface Part<T> {
        void write(T value, JsonText to) throws IOException;
    }

    private interface Item<T> {
        void write(T value) throws IOException;
    }

    private <T> JsonText list(String field, Iterable<T> values, Item<T> item) throws IOException {
        if (values.iterator().hasNext()) {
            json.writeArrayFieldStart(field);
            for (T value : values) {
                item.write(value);
            }
            json.writeEndArray();
        }
        return this;
    }
}
