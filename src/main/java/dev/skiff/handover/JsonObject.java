package dev.skiff.handover;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as it was read. Fields that nobody asks for are no error: a newer side may say more.
 *
 * @param where the path of the object, for messages; empty for the outermost
 */
record JsonObject(Map<String, @Nullable Object> fields, String where) {

    /** For both directions; text may be as long as the caller lets it be. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final int ENTRIES = 100_000;

    /** @param what names the text, for messages */
    static JsonObject read(String text, String what) throws MalformedException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException(what + " is not a JSON object");
            }
            Map<String, @Nullable Object> fields = object(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException(what + " goes on after its end");
            }
            return new JsonObject(fields, "");
        } catch (IOException e) {
            // Jackson's own words may quote the text, and the text has a token in it
            throw new MalformedException(what + " is not JSON");
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException, MalformedException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            fields.put(name, value(parser, parser.nextToken()));
            bounded(fields.size());
        }
        return fields;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException, MalformedException {
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(value(parser, token));
            bounded(values.size());
        }
        return values;
    }

    private static void bounded(int size) throws MalformedException {
        if (size > ENTRIES) {
            throw new MalformedException("there are more than " + ENTRIES + " entries in one place");
        }
    }

    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token)
            throws IOException, MalformedException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case null, default -> throw new MalformedException("a value is cut off");
        };
    }

    String text(String field) throws MalformedException {
        String text = optionalText(field);
        if (text == null) {
            throw new MalformedException("'" + path(field) + "' is missing");
        }
        return text;
    }

    String textOr(String field, String otherwise) throws MalformedException {
        String text = optionalText(field);
        return text == null ? otherwise : text;
    }

    @Nullable
    String optionalText(String field) throws MalformedException {
        return as(String.class, field, "a text");
    }

    @Nullable
    Boolean optionalFlag(String field) throws MalformedException {
        return as(Boolean.class, field, "true or false");
    }

    boolean flag(String field) throws MalformedException {
        return Boolean.TRUE.equals(optionalFlag(field));
    }

    @Nullable
    Long optionalNumber(String field) throws MalformedException {
        return as(Long.class, field, "a whole number");
    }

    @Nullable
    Integer optionalInt(String field) throws MalformedException {
        Long number = optionalNumber(field);
        if (number != null && number != (int) number.longValue()) {
            throw new MalformedException("'" + path(field) + "' is too large");
        }
        return number == null ? null : number.intValue();
    }

    /** @param otherwise when the field is not there */
    long number(String field, long otherwise) throws MalformedException {
        Long number = optionalNumber(field);
        return number == null ? otherwise : number;
    }

    @Nullable
    JsonObject optionalObject(String field) throws MalformedException {
        return object(fields.get(field), path(field));
    }

    /** Empty when the field is not there. */
    List<JsonObject> objects(String field) throws MalformedException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object value : values(field)) {
            String place = path(field) + "[" + objects.size() + "]";
            JsonObject object = object(value, place);
            if (object == null) {
                throw new MalformedException("'" + place + "' is not an object");
            }
            objects.add(object);
        }
        return objects;
    }

    /** Empty when the field is not there. */
    List<String> texts(String field) throws MalformedException {
        List<String> texts = new ArrayList<>();
        for (Object value : values(field)) {
            if (!(value instanceof String text)) {
                throw new MalformedException("'" + path(field) + "' is not a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The fields of an object all of whose values are objects, by name; empty when there is none. */
    Map<String, JsonObject> named(String field) throws MalformedException {
        Map<String, JsonObject> named = new LinkedHashMap<>();
        JsonObject outer = optionalObject(field);
        if (outer != null) {
            for (String name : outer.fields.keySet()) {
                JsonObject inner = outer.optionalObject(name);
                if (inner == null) {
                    throw new MalformedException("'" + outer.path(name) + "' is not an object");
                }
                named.put(name, inner);
            }
        }
        return named;
    }

    private List<?> values(String field) throws MalformedException {
        List<?> values = as(List.class, field, "a list");
        return values == null ? List.of() : values;
    }

    private static @Nullable JsonObject object(@Nullable Object value, String where) throws MalformedException {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new MalformedException("'" + where + "' is not an object");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        map.forEach((name, inner) -> fields.put(String.valueOf(name), inner));
        return new JsonObject(fields, where);
    }

    private <T> @Nullable T as(Class<T> type, String field, String kind) throws MalformedException {
        Object value = fields.get(field);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new MalformedException("'" + path(field) + "' is not " + kind);
        }
        return type.cast(value);
    }

    private String path(String field) {
        return where.isEmpty() ? field : where + "." + field;
    }
}
