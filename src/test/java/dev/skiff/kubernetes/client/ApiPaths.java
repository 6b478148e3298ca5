package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What the paths of an API server mean, its label selectors, and the part of an object that is metadata. */
final class ApiPaths {
    private ApiPaths() {}

    static ObjectNode metadataOnly(JsonNode object) {
        ObjectNode part = JsonNodeFactory.instance.objectNode().put("kind", "PartialObjectMetadata");
        part.set("metadata", object.path("metadata"));
        return part;
    }

    static String pathOf(Call call) {
        return URLDecoder.decode(call.path().replaceFirst("\\?.*", ""), StandardCharsets.UTF_8);
    }

    static String query(Call call, String name) {
        int start = call.path().indexOf('?');
        for (String part :
                start < 0 ? new String[0] : call.path().substring(start + 1).split("&")) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** {@code /api/v1/[namespaces/x/]pods}, {@code /apis/g/v/[namespaces/x/]kinds}: what is one longer is an object. */
    static boolean isCollection(String path) {
        int parts = path.split("/").length - (path.startsWith("/apis/") ? 4 : 3);
        return path.contains("/namespaces/") ? parts == 3 || parts == 1 : parts == 1;
    }

    /** Whether the object of this path is in the collection, which may be of all namespaces. */
    static boolean isIn(String collection, String key) {
        String parent = key.substring(0, key.lastIndexOf('/'));
        return parent.equals(collection)
                || parent.replaceFirst("/namespaces/[^/]+", "").equals(collection);
    }

    /** Equality, inequality, presence and absence of labels. */
    static boolean selects(String selector, JsonNode object) {
        JsonNode labels = object.path("metadata").path("labels");
        for (String part : selector.isEmpty() ? new String[0] : selector.split(",")) {
            boolean fits;
            if (part.contains("!=")) {
                String[] both = part.split("!=", 2);
                fits = !labels.path(both[0]).asText("").equals(both[1]);
            } else if (part.contains("=")) {
                String[] both = part.split("==?", 2);
                fits = labels.path(both[0]).asText("").equals(both[1]);
            } else {
                fits = part.startsWith("!") != labels.has(part.replaceFirst("^!", ""));
            }
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Equality of {@code metadata.name} and other fields by their paths; refuses what servers refuse. */
    static boolean hasFields(String selector, JsonNode object) {
        for (String part : selector.isEmpty() ? new String[0] : selector.split(",")) {
            String[] both = part.split("==?", 2);
            if (both[0].startsWith("status.") || both[0].startsWith("spec.")) {
                throw new KubeProblem(400, "BadRequest", "field label not supported: " + both[0], null);
            }
            if (!object.at("/" + both[0].replace('.', '/')).asText("").equals(both[1])) {
                return false;
            }
        }
        return true;
    }
}
