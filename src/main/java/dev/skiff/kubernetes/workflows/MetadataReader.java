package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.kubernetes.client.ObjectReader;
import java.io.IOException;

/** Reads nothing but the metadata of objects of any kind. */
public final class MetadataReader implements ObjectReader<WorkflowView> {

    @Override
    public WorkflowView read(JsonParser parser) throws IOException {
        WorkflowReader.Reading reading = new WorkflowReader.Reading();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean metadata = parser.currentName().equals("metadata");
            parser.nextToken();
            if (metadata) {
                reading.metadata(parser);
            } else {
                parser.skipChildren();
            }
        }
        return reading.view(WorkflowBody.NONE);
    }
}
