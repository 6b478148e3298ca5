package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Objects in the bodies of requests: in Argo's envelope ({@code {"workflow": {…}}}), or a manifest by itself, as JSON or YAML. */
final class Bodies {
    private static final List<String> OF_THE_SERVER = List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "selfLink",
            "deletionTimestamp");

    /**
     * @param argo whether it came in Argo's envelope
     * @param envelope beside the object; empty for a manifest
     */
    record Given(ObjectNode object, boolean argo, ObjectNode envelope) {}

    private Bodies() {}

    /**
     * The object, with what a server sets taken away.
     *
     * @param field of the envelope that has the object
     * @throws ServiceException INVALID with all that is wrong with its form, each with its place
     */
    static Given read(ApiRequest request, ResourceKind kind, String field) {
        String type = request.header("content-type").toLowerCase(Locale.ROOT);
        if (type.contains("yaml")) {
            return new Given(
                    manifest(request.body(), kind), false, ModelMapper.lenient().createObjectNode());
        }
        if (!type.isEmpty() && !type.contains("json") && !type.startsWith("application/x-www-form-urlencoded")) {
            throw new ServiceException(
                    Why.INVALID,
                    "Content-Type " + type + ": send application/json, or application/yaml for a manifest");
        }
        ObjectNode body = request.json();
        if (body.has("kind") && !body.has(field)) {
            return new Given(
                    manifest(request.body(), kind), false, ModelMapper.lenient().createObjectNode());
        }
        if (!(body.path(field) instanceof ObjectNode object)) {
            throw new ServiceException(
                    Why.INVALID,
                    "the body has no object '" + field + "': {\"" + field + "\": {\"metadata\": …, \"spec\": …}}");
        }
        dropNulls(object);
        expect(object, "apiVersion", "argoproj.io/v1alpha1");
        expect(object, "kind", kind.kind());
        return new Given(object, true, body);
    }

    private static void expect(ObjectNode object, String field, String value) {
        String given = object.path(field).asText("");
        if (given.isEmpty()) {
            object.put(field, value);
        } else if (!given.equals(value)) {
            throw new ServiceException(Why.INVALID, field + ": '" + given + "' is not " + value);
        }
    }

    private static ObjectNode manifest(byte[] text, ResourceKind kind) {
        Loaded loaded = Manifests.load(List.of(new Source("body", text)));
        List<String> problems = new ArrayList<>();
        for (Problem problem : loaded.problems()) {
            if (problem.severity() == Severity.ERROR) {
                problems.add("body:" + problem.line() + ":" + problem.column() + ": " + Checking.sentence(problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new ServiceException(Why.INVALID, String.join("; ", problems), problems);
        }
        List<?> found = Resources.of(kind, loaded.bundle());
        if (found.size() != 1) {
            throw new ServiceException(
                    Why.INVALID,
                    "the body has " + found.size() + " objects of kind " + kind.kind() + ": one is wanted");
        }
        ObjectNode object = ModelMapper.strict().valueToTree(found.getFirst());
        expect(object, "apiVersion", "argoproj.io/v1alpha1");
        expect(object, "kind", kind.kind());
        dropNulls(object);
        return object;
    }

    /** For a new object in this namespace. */
    static void settle(ObjectNode object, ResourceKind kind, String namespace) {
        ObjectNode metadata =
                object.path("metadata") instanceof ObjectNode there ? there : object.putObject("metadata");
        metadata.remove(OF_THE_SERVER);
        object.remove("status");
        if (!kind.namespaced()) {
            metadata.remove("namespace");
            return;
        }
        String own = metadata.path("namespace").asText("");
        if (!own.isEmpty() && !own.equals(namespace)) {
            throw new ServiceException(
                    Why.INVALID,
                    "metadata.namespace: the namespace of the object (" + own + ") does not match that of the request ("
                            + namespace + ")");
        }
        metadata.put("namespace", namespace);
    }

    /** Go writes what is not there as null. */
    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> nulls = new ArrayList<>();
            object.properties().forEach(entry -> {
                if (entry.getValue().isNull()) {
                    nulls.add(entry.getKey());
                } else {
                    dropNulls(entry.getValue());
                }
            });
            object.remove(nulls);
        } else if (node.isArray()) {
            node.forEach(Bodies::dropNulls);
        }
    }
}
