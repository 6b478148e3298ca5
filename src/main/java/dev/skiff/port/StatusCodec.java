package dev.skiff.port;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.MapType;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The status of a workflow as it is kept in its object, with the nodes packed when they are many (features.md section 10.6). */
public final class StatusCodec {
    private static final int ZSTD = 0x28;
    private static final int GZIP = 0x1f;
    private static final MapType NODES = ModelMapper.lenient()
            .getTypeFactory()
            .constructMapType(LinkedHashMap.class, String.class, NodeStatus.class);

    private StatusCodec() {}

    /**
     * Reads a status that this or another controller has written; packed nodes are unpacked.
     *
     * @param mostBytes how long the JSON of packed nodes may be
     * @throws MalformedStatus naming the field that is wrong
     */
    public static WorkflowStatus read(JsonNode status, int mostBytes) {
        WorkflowStatus read;
        try {
            read = ModelMapper.lenient().treeToValue(status, WorkflowStatus.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw malformed("status", e);
        }
        if (read == null) {
            throw new MalformedStatus("the status is empty");
        }
        String packed = read.compressedNodes();
        return packed == null || packed.isEmpty() || !read.nodes().isEmpty()
                ? read
                : read.toBuilder()
                        .nodes(unpack(packed, mostBytes))
                        .compressedNodes(null)
                        .build();
    }

    /** For {@code status.compressedNodes}: gzip, then base64. */
    public static String pack(Map<String, NodeStatus> nodes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes, 1 << 16)) {
            ModelMapper.strict().writeValue(zip, nodes);
        } catch (IOException e) {
            throw new IllegalStateException("nodes cannot be written as JSON: " + e.getMessage(), e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * The nodes of {@code status.compressedNodes}.
     *
     * @param mostBytes how long their JSON may be
     * @throws MalformedStatus when the text is not what {@link #pack} gives: another compression, too long, no nodes
     */
    public static Map<String, NodeStatus> unpack(String packed, int mostBytes) {
        byte[] json = nodesJson(packed, mostBytes);
        try {
            Map<String, NodeStatus> nodes = ModelMapper.lenient().readValue(json, NODES);
            if (nodes == null || nodes.containsValue(null)) {
                throw new MalformedStatus("status.compressedNodes has a node without anything in it");
            }
            return nodes;
        } catch (IOException | IllegalArgumentException e) {
            throw malformed("status.compressedNodes", e);
        }
    }

    /** The JSON of the nodes of {@code status.compressedNodes}, not looked at; otherwise as {@link #unpack}. */
    public static byte[] nodesJson(String packed, int mostBytes) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(packed);
        } catch (IllegalArgumentException e) {
            throw new MalformedStatus("status.compressedNodes is not base64: " + e.getMessage(), e);
        }
        int magic = bytes.length == 0 ? -1 : bytes[0] & 0xff;
        if (magic != GZIP) {
            throw new MalformedStatus("status.compressedNodes is "
                    + (magic == ZSTD ? "compressed by zstd" : "not compressed by gzip")
                    + ": skiff reads gzip, which Argo writes unless WORKFLOW_COMPRESSION_ALGORITHM says otherwise");
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
            byte[] json = in.readNBytes(mostBytes);
            if (in.read() >= 0) {
                throw new MalformedStatus("status.compressedNodes has more than " + mostBytes + " bytes of nodes");
            }
            return json;
        } catch (IOException e) {
            throw new MalformedStatus("status.compressedNodes cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static MalformedStatus malformed(String where, Exception e) {
        String path = e instanceof JsonMappingException m
                ? m.getPath().stream()
                        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
                        .collect(Collectors.joining())
                : "";
        String what = e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
        return new MalformedStatus(where + path + ": " + what, e);
    }
}
