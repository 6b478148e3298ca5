package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.Map;

/** The description that a server gives of itself, as a judge of what it answers. */
final class RestTable {
    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new HashMap<>();

    /** @param document {@code /openapi.json} */
    RestTable(JsonNode document) {
        this.document = document;
        assertThat(document.path("openapi").asText()).startsWith("3.1");
    }

    JsonNode document() {
        return document;
    }

    /** The parameters, by place and name: {@code query listOptions.limit}. */
    Map<String, JsonNode> parameters(String method, String path) {
        Map<String, JsonNode> all = new HashMap<>();
        operation(method, path)
                .path("parameters")
                .forEach(p ->
                        all.put(p.path("in").asText() + " " + p.path("name").asText(), p));
        return all;
    }

    private JsonNode operation(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(java.util.Locale.ROOT));
    }

    /** Fails when an answer is not what the description says. */
    void judge(String method, String path, int status, String contentType, JsonNode body) {
        JsonNode responses = operation(method, path).path("responses");
        JsonNode response = status < 300 ? responses.path("200") : responses.path("default");
        assertThat(response.isObject()).as("%s %s is described", method, path).isTrue();
        String type = contentType.replaceFirst(";.*", "");
        JsonNode schema = response.path("content").path(type).path("schema");
        if (schema.isMissingNode()) {
            assertThat(body.isObject() && body.isEmpty())
                    .as("%s %s describes no %s, and answers %s", method, path, type, body)
                    .isTrue();
            return;
        }
        String reference =
                schema.path("$ref").asText(schema.at("/properties/result/$ref").asText());
        JsonNode judged = schema.has("$ref") ? body : body.path("result");
        var wrong = schemas.computeIfAbsent(reference, this::schema).validate(judged);
        assertThat(wrong)
                .as("%s %s answers %d %s", method, path, status, judged)
                .isEmpty();
    }

    /** With nothing beside what is described, at the top; errors say at least what Argo's clients read of them. */
    private Schema schema(String reference) {
        ObjectNode root = document.deepCopy();
        root.remove(java.util.List.of("openapi", "info", "paths", "security"));
        root.put("$ref", reference);
        ObjectNode one = (ObjectNode) root.at(reference.substring(1));
        assertThat(one.isObject()).as(reference).isTrue();
        if (!one.path("properties").isEmpty()) {
            one.put("additionalProperties", false);
        }
        if (reference.endsWith("/Error")) {
            ArrayNode required = one.putArray("required");
            required.add("code").add("message");
        }
        return registry.getSchema(root);
    }
}
