package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Finds the version of an object without reading the rest of it: its metadata come first or soon. */
final class Versions {
    private static final JsonFactory JSON = new JsonFactory();

    private Versions() {}

    /**
     * @param text an object, or an event that has one
     * @throws IOException when it is no JSON, or has no {@code metadata.resourceVersion}
     */
    static String of(byte[] text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                boolean inside = field.equals("object") || field.equals("metadata");
                if (inside && value == JsonToken.START_OBJECT) {
                    continue; // its fields come next
                }
                if (field.equals("resourceVersion")) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            throw new IOException("an object without a resourceVersion");
        }
    }
}
