package dev.skiff.port.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON and makes values of what is wanted alone: what is not is passed over as it comes, however large. */
public final class ShapedReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShapedReader() {}

    /** A parser for {@link #value}. */
    public static JsonParser parser(InputStream in) throws IOException {
        return JSON.createParser(in);
    }

    /** A whole text; null in JSON when it is empty. */
    public static JsonNode read(InputStream in, Shape shape) throws IOException {
        try (JsonParser parser = parser(in)) {
            return parser.nextToken() == null ? JSON.nullNode() : value(parser, shape);
        }
    }

    public static JsonNode read(byte[] text, Shape shape) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            return parser.nextToken() == null ? JSON.nullNode() : value(parser, shape);
        }
    }

    /**
     * The value that the parser is at.
     *
     * @param parser at the value's first token; afterwards at its last
     */
    public static JsonNode value(JsonParser parser, Shape shape) throws IOException {
        if (shape == Shape.ALL || !parser.currentToken().isStructStart()) {
            return JSON.readTree(parser);
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, shape));
            }
            return items;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            Shape inner = shape.of(field);
            parser.nextToken();
            if (inner == null) {
                parser.skipChildren();
            } else {
                object.set(field, value(parser, inner));
            }
        }
        return object;
    }
}
