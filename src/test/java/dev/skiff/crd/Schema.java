package dev.skiff.crd;

import dev.skiff.spec.shape.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A structural OpenAPI v3 schema of a shape, as nested maps and lists. It takes whatever Argo's own definitions take: a null is as good as an
 * absent field, nothing but {@code spec} is required (the controller says better than a schema what is missing), parts that belong to
 * Kubernetes may have fields that this version does not know, and so may a status.
 */
final class Schema {

    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

    /**
     * Parts of the model that stay open, because each field of theirs would be there once for every step, task and template: the schema must
     * fit into an annotation. The controller checks them all the same.
     */
    private static final Set<String> OPEN = Set.of(
            "ArtifactLocation",
            "ArtifactoryArtifact",
            "AzureArtifact",
            "GCSArtifact",
            "GitArtifact",
            "HDFSArtifact",
            "HTTPArtifact",
            "OSSArtifact",
            "PluginArtifact",
            "S3Artifact");

    private final Descriptions descriptions;
    private final Deque<String> open = new ArrayDeque<>();

    Schema(Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    /** The schema of a whole object of the kind, a record of the model with {@code metadata}, {@code spec} and perhaps {@code status}. */
    Map<String, Object> ofKind(Shape.Fields kind) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", Map.of("type", "string"));
        properties.put("kind", Map.of("type", "string"));
        properties.put("metadata", Map.of("type", "object"));
        properties.put("spec", member(kind, "spec", false));
        if (kind.members().get().containsKey("status")) {
            properties.put("status", described(anyObject(true), kind, "status"));
        }
        Map<String, Object> schema = object(properties);
        schema.put("required", List.of("metadata", "spec"));
        descriptions.of(kind.name()).ifPresent(text -> schema.put("description", text));
        return schema;
    }

    private Map<String, Object> member(Shape.Fields owner, String field, boolean nullable) {
        Shape shape = owner.members().get().get(field).shape();
        // the same fields as a template's, a second time
        boolean repeated = field.equals("templateDefaults");
        Map<String, Object> schema = repeated ? anyObject(false) : of(shape);
        if (nullable) {
            schema.put("nullable", true);
        }
        return described(schema, owner, field);
    }

    private Map<String, Object> described(Map<String, Object> schema, Shape.Fields owner, String field) {
        descriptions.of(owner.name() + "." + field).ifPresent(text -> schema.put("description", text));
        return schema;
    }

    private Map<String, Object> of(Shape shape) {
        return switch (shape) {
            case Shape.Text t -> scalar("string");
            case Shape.Time t -> scalar("string");
            case Shape.Flag f -> scalar("boolean");
            case Shape.Decimal d -> scalar("number");
            case Shape.Whole whole -> whole(whole);
            // a text, number or boolean is none of the types that a schema can name
            case Shape.AnyText t -> new TreeMap<>(Map.of(PRESERVE, true));
            case Shape.Free f -> new TreeMap<>(Map.of(PRESERVE, true));
            case Shape.WholeOrText w -> new TreeMap<>(Map.of("x-kubernetes-int-or-string", true));
            case Shape.ListOf list -> new TreeMap<>(Map.of("type", "array", "items", of(list.item())));
            case Shape.MapOf map -> new TreeMap<>(Map.of("type", "object", "additionalProperties", value(map.value())));
            case Shape.Fields fields -> fields(fields);
        };
    }

    /** An empty value of a label or an annotation is often written as nothing at all. */
    private Map<String, Object> value(Shape shape) {
        Map<String, Object> schema = of(shape);
        schema.put("nullable", true);
        return schema;
    }

    private Map<String, Object> fields(Shape.Fields fields) {
        if (!isOurs(fields) || OPEN.contains(fields.name()) || open.contains(fields.name())) {
            return anyObject(false);
        }
        open.push(fields.name());
        try {
            Map<String, Object> properties = new TreeMap<>();
            for (String field : fields.members().get().keySet()) {
                properties.put(field, member(fields, field, true));
            }
            return properties.isEmpty() ? anyObject(false) : object(properties);
        } finally {
            open.pop();
        }
    }

    /** Whether the class is one of the model; all others are parts of Kubernetes' own API. */
    private static boolean isOurs(Shape.Fields fields) {
        try {
            return Class.forName("dev.skiff.model." + fields.name()).isRecord();
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        return new TreeMap<>(Map.of("type", "object", "properties", properties));
    }

    private static Map<String, Object> anyObject(boolean nullable) {
        Map<String, Object> schema = new TreeMap<>(Map.of("type", "object", PRESERVE, true));
        if (nullable) {
            schema.put("nullable", true);
        }
        return schema;
    }

    private static Map<String, Object> scalar(String type) {
        return new TreeMap<>(Map.of("type", type));
    }

    private static Map<String, Object> whole(Shape.Whole whole) {
        boolean wide = whole.max() > Integer.MAX_VALUE;
        return new TreeMap<>(Map.of("type", "integer", "format", wide ? "int64" : "int32"));
    }
}
