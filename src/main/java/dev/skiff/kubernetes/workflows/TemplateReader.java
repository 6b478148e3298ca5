package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.kubernetes.client.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads WorkflowTemplates and ClusterWorkflowTemplates as documents: without what the server keeps of them for itself. */
public final class TemplateReader implements ObjectReader<TemplateReader.Document> {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String kind;

    /** @param kind of the objects, which those in a list do not say */
    public TemplateReader(String kind) {
        this.kind = kind;
    }

    /**
     * @param namespace empty for kinds without
     * @param version {@code metadata.resourceVersion}
     * @param json the object
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Document(String kind, String namespace, String name, String version, byte[] json) {}

    @Override
    public Document read(JsonParser parser) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] metadata = {"", "", ""};
        try (JsonGenerator to = FACTORY.createGenerator(out)) {
            to.writeStartObject();
            to.writeStringField("apiVersion", dev.skiff.model.ArgoObject.API_VERSION);
            to.writeStringField("kind", kind);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "metadata" -> {
                        to.writeFieldName(field);
                        if (value == JsonToken.START_OBJECT) {
                            metadata(parser, to, metadata);
                        } else {
                            to.copyCurrentStructure(parser);
                        }
                    }
                    case "spec" -> {
                        to.writeFieldName(field);
                        to.copyCurrentStructure(parser);
                    }
                    default -> parser.skipChildren();
                }
            }
            to.writeEndObject();
        }
        return new Document(kind, metadata[0], metadata[1], metadata[2], out.toByteArray());
    }

    private static void metadata(JsonParser parser, JsonGenerator to, String[] found) throws IOException {
        to.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "resourceVersion" -> found[2] = parser.getText();
                case "namespace", "name" -> {
                    found[field.equals("name") ? 1 : 0] = parser.getText();
                    to.writeStringField(field, parser.getText());
                }
                case "labels", "annotations" -> {
                    to.writeFieldName(field);
                    to.copyCurrentStructure(parser);
                }
                default -> parser.skipChildren();
            }
        }
        to.writeEndObject();
    }
}
