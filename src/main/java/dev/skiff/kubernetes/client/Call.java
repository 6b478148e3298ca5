package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API server.
 *
 * @param method of HTTP
 * @param path absolute, with its query, encoded: {@code /api/v1/namespaces/default/pods?limit=1}
 * @param body null for none
 * @param contentType of the body; for patches it says which kind of patch it is
 * @param accept what the answer is to look like
 * @param as whose call it is. It is in no text of this value.
 */
@SuppressWarnings("ArrayRecordComponent") // built for one call, compared by nobody
public record Call(String method, String path, byte @Nullable [] body, String contentType, String accept, ActingAs as) {
    /** Answers are whole objects. */
    public static final String JSON = "application/json";
    /** Answers are {@code PartialObjectMetadata}: the metadata of the object and nothing else. */
    public static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    /** The same for answers that are lists. */
    public static final String METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A call of this process itself. */
    public Call(String method, String path, byte @Nullable [] body, String contentType, String accept) {
        this(method, path, body, contentType, accept, ActingAs.ITSELF);
    }

    public static Call get(String path) {
        return new Call("GET", path, null, "", JSON);
    }

    public static Call post(String path, byte[] json) {
        return new Call("POST", path, json, JSON, JSON);
    }

    public static Call post(String path, JsonNode object) {
        return post(path, bytes(object));
    }

    /** Replaces an object; it is refused with 409 when its resourceVersion is not the present one. */
    public static Call put(String path, JsonNode object) {
        return new Call("PUT", path, bytes(object), JSON, JSON);
    }

    /** RFC 7386: what is not named stays, null removes. */
    public static Call merge(String path, byte[] patch) {
        return new Call("PATCH", path, patch, "application/merge-patch+json", JSON);
    }

    public static Call merge(String path, JsonNode patch) {
        return merge(path, bytes(patch));
    }

    public static Call delete(String path) {
        return new Call("DELETE", path, null, "", JSON);
    }

    /** @param options a {@code DeleteOptions} object */
    public static Call delete(String path, JsonNode options) {
        return new Call("DELETE", path, bytes(options), JSON, JSON);
    }

    /** The same with an answer that has only metadata. */
    public Call forMetadata() {
        return new Call(method, path, body, contentType, METADATA, as);
    }

    /** The same with a list of metadata. */
    public Call forMetadataList() {
        return new Call(method, path, body, contentType, METADATA_LIST, as);
    }

    /** The same for somebody else. */
    public Call by(ActingAs somebody) {
        return new Call(method, path, body, contentType, accept, somebody);
    }

    /** A part of a path or query, encoded. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** For people: {@code PATCH /apis/…}. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
