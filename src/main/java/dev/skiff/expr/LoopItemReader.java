package dev.skiff.expr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads loop items from JSON text, where numbers keep their text, and from parsed nodes. */
final class LoopItemReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEPTH = 500;

    /** Elements of one loop. */
    private static final int ITEMS = 1_000_000;

    /** Characters of a value that an error repeats. */
    private static final int SHOWN = 2_000;

    private LoopItemReader() {}

    static List<LoopItem> parseList(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw invalid(json, "it is not a list");
            }
            List<LoopItem> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (items.size() >= ITEMS) {
                    throw invalid(json, "it has more than " + ITEMS + " elements");
                }
                items.add(new LoopItem(value(parser, 0)));
            }
            if (parser.nextToken() != null) {
                throw invalid(json, "there is text after the list");
            }
            return items;
        } catch (JsonProcessingException e) {
            throw invalid(json, e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalArgumentException invalid(String json, String why) {
        String shown =
                json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "… (" + json.length() + " characters)";
        return new IllegalArgumentException(
                "withParam value could not be parsed as a JSON list: " + shown + ": " + why);
    }

    private static LoopItem.Raw value(JsonParser parser, int depth) throws IOException {
        if (depth > DEPTH) {
            throw new IllegalArgumentException("withParam value is nested too deeply: limit " + DEPTH);
        }
        return switch (parser.currentToken()) {
            case START_ARRAY -> {
                List<LoopItem.Raw> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, depth + 1));
                }
                yield new LoopItem.Raw.Sequence(elements);
            }
            case START_OBJECT -> {
                TreeMap<String, LoopItem.Raw> members = new TreeMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    members.put(key, value(parser, depth + 1));
                }
                yield new LoopItem.Raw.Mapping(members);
            }
            case VALUE_STRING -> new LoopItem.Raw.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new LoopItem.Raw.Bare(parser.getText(), LoopItem.Kind.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> new LoopItem.Raw.Bare(parser.getText(), LoopItem.Kind.BOOL);
            case VALUE_NULL -> new LoopItem.Raw.Bare("null", LoopItem.Kind.STRING);
            default -> throw new IllegalArgumentException("unexpected " + parser.currentToken() + " in JSON");
        };
    }

    static LoopItem.Raw of(JsonNode node, int depth) {
        if (depth > DEPTH) {
            throw new IllegalArgumentException("item is nested too deeply: limit " + DEPTH);
        }
        return switch (node.getNodeType()) {
            case STRING -> new LoopItem.Raw.Text(node.textValue());
            case NUMBER -> new LoopItem.Raw.Bare(number(node), LoopItem.Kind.NUMBER);
            case BOOLEAN -> new LoopItem.Raw.Bare(node.asText(), LoopItem.Kind.BOOL);
            case ARRAY -> {
                List<LoopItem.Raw> elements = new ArrayList<>();
                node.forEach(element -> elements.add(of(element, depth + 1)));
                yield new LoopItem.Raw.Sequence(elements);
            }
            case OBJECT -> {
                TreeMap<String, LoopItem.Raw> members = new TreeMap<>();
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    members.put(member.getKey(), of(member.getValue(), depth + 1));
                }
                yield new LoopItem.Raw.Mapping(members);
            }
            case NULL, MISSING -> new LoopItem.Raw.Bare("null", LoopItem.Kind.STRING);
            case BINARY, POJO -> new LoopItem.Raw.Text(node.asText());
        };
    }

    /** The number as it is after YAML became JSON in Go: floats in their shortest form. */
    private static String number(JsonNode node) {
        return node.isIntegralNumber() ? node.asText() : GoFormat.jsonNumber(node.doubleValue());
    }
}
