package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.runtime.submission.Idempotency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of the endpoints in OpenAPI 3.1, made of the same table that the server answers by. */
final class OpenApi {
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    private OpenApi() {}

    static ObjectNode of(List<Endpoint> endpoints, String version) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Skiff")
                .put("version", version)
                .put(
                        "description",
                        "Argo Server's REST API, and what Skiff adds: wait, Idempotency-Key, manifests as bodies.");
        ObjectNode paths = document.putObject("paths");
        Set<String> schemas = new TreeSet<>();
        Set<String> operations = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.operation().isEmpty()) {
                continue;
            }
            paths.withObjectProperty(endpoint.path())
                    .set(endpoint.method().toLowerCase(Locale.ROOT), operation(endpoint, operations, schemas));
        }
        ObjectNode components = document.putObject("components");
        ObjectNode definitions = components.putObject("schemas");
        Schemas.put(definitions, schemas);
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer");
        document.putArray("security").addObject().putArray("bearer");
        return document;
    }

    private static ObjectNode operation(Endpoint endpoint, Set<String> known, Set<String> schemas) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        String id = endpoint.operation();
        // a list of all namespaces is the same operation of Argo's at another path
        operation.put("operationId", known.add(id) ? id : id + "OfAllNamespaces" + (known.size()));
        operation.putArray("tags").add(endpoint.service());
        ArrayNode parameters = operation.putArray("parameters");
        Matcher parts = PART.matcher(endpoint.path());
        while (parts.find()) {
            parameter(parameters, parts.group(1), "path", "string", "").put("required", true);
        }
        endpoint.query().forEach(p -> parameter(parameters, p.name(), "query", p.type(), p.description()));
        if (endpoint.operation().equals("WorkflowService_CreateWorkflow")
                || endpoint.operation().equals("WorkflowService_SubmitWorkflow")) {
            parameter(
                    parameters,
                    Idempotency.HEADER,
                    "header",
                    "string",
                    "A post that is repeated with its key is the same run.");
        }
        if (!endpoint.body().isEmpty()) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            schema(content.putObject("application/json"), endpoint.body(), schemas);
            if (endpoint.operation().matches(".*_Create.*|.*_Update.*|.*_Lint.*")) {
                content.putObject("application/yaml").putObject("schema").put("type", "string");
            }
        }
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200").put("description", endpoint.streams() ? "As it comes." : "Done.");
        answer(endpoint, ok, schemas);
        schema(
                responses
                        .putObject("default")
                        .put("description", "Refused, or failed.")
                        .putObject("content")
                        .putObject("application/json"),
                "Error",
                schemas);
        if (endpoint.open()) {
            operation.putArray("security");
        }
        return operation;
    }

    private static void answer(Endpoint endpoint, ObjectNode ok, Set<String> schemas) {
        if (endpoint.answer().isEmpty()) {
            if (endpoint.path().contains("artifact")) {
                ok.putObject("content")
                        .putObject("application/octet-stream")
                        .putObject("schema")
                        .put("type", "string")
                        .put("format", "binary");
            }
            return;
        }
        ObjectNode content = ok.putObject("content");
        if (!endpoint.streams()) {
            schema(content.putObject("application/json"), endpoint.answer(), schemas);
            return;
        }
        for (String type : List.of("text/event-stream", "application/json")) {
            ObjectNode schema = content.putObject(type).putObject("schema").put("type", "object");
            schemas.add(endpoint.answer());
            schema.putObject("properties").putObject("result").put("$ref", Schemas.reference(endpoint.answer()));
        }
    }

    private static void schema(ObjectNode content, String name, Set<String> schemas) {
        schemas.add(name);
        content.putObject("schema").put("$ref", Schemas.reference(name));
    }

    private static ObjectNode parameter(ArrayNode all, String name, String in, String type, String description) {
        ObjectNode parameter = all.addObject().put("name", name).put("in", in);
        if (!description.isEmpty()) {
            parameter.put("description", description);
        }
        parameter.putObject("schema").put("type", type);
        return parameter;
    }
}
