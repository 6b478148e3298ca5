package dev.skiff.spec.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.skiff.spec.Position;
import dev.skiff.spec.ReadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON values, one after the other, with the places of their tokens. */
final class JsonDocuments {

    private final JsonParser parser;
    private final Findings findings;

    private JsonDocuments(JsonParser parser, Findings findings) {
        this.parser = parser;
        this.findings = findings;
    }

    static List<Node> read(String text, ReadLimits limits, Findings findings) throws JsonProcessingException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.bytes())
                        .build())
                .build();
        Findings found = new Findings(findings.file());
        List<Node> roots = new ArrayList<>();
        try (JsonParser parser = factory.createParser(text)) {
            JsonDocuments documents = new JsonDocuments(parser, found);
            while (parser.nextToken() != null) {
                roots.add(documents.value());
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
        findings.problems().addAll(found.problems());
        return roots;
    }

    static ReadFailure failure(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        Position position = at == null ? Position.NONE : new Position(at.getLineNr(), at.getColumnNr());
        return new ReadFailure(position, "not valid JSON: " + e.getOriginalMessage(), null);
    }

    private Node value() throws IOException {
        Position at = here();
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(at);
            case START_ARRAY -> array(at);
            case VALUE_TRUE -> new Node.Scalar(at, Boolean.TRUE, "true");
            case VALUE_FALSE -> new Node.Scalar(at, Boolean.FALSE, "false");
            case VALUE_NULL -> new Node.Scalar(at, null, "null");
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Node.Scalar(at, ScalarValues.of(parser.getText()), parser.getText());
            case VALUE_STRING -> new Node.Scalar(at, parser.getText(), parser.getText());
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a parser gives no value at " + parser.currentToken());
        };
    }

    private Node object(Position at) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Position keyAt = here();
            String key = parser.currentName();
            parser.nextToken();
            Duplicates.put(entries, new Node.Entry(keyAt, key, value()), findings);
        }
        return Node.Mapping.of(at, List.copyOf(entries.values()));
    }

    private Node array(Position at) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return Node.Sequence.of(at, items);
    }

    private Position here() {
        JsonLocation at = parser.currentTokenLocation();
        return new Position(at.getLineNr(), at.getColumnNr());
    }
}
