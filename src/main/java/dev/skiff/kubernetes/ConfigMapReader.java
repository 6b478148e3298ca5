package dev.skiff.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.kubernetes.client.ObjectReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the data of ConfigMaps. */
public final class ConfigMapReader implements ObjectReader<Map<String, String>> {

    @Override
    public Map<String, String> read(JsonParser parser) throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() != JsonToken.START_OBJECT || !field.equals("data")) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                data.put(key, parser.getText());
            }
        }
        return data;
    }
}
