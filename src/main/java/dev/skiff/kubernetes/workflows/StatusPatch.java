package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Knows what of a status is in the object, and makes the merge patches (RFC 7386) that bring it up to date: the nodes that have changed,
 * the other fields that have changed, and the labels that say the same. What a patch costs is what has changed.
 *
 * <p>When the object grows beyond its limit, all nodes go into {@code compressedNodes} (features.md 10.6). Not safe for use by several
 * threads at once.
 */
final class StatusPatch {
    /** Of the whole object as JSON, in bytes; Argo's default. */
    static final int LIMIT = 1 << 20;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectWriter NODES = ModelMapper.strict().writerFor(NodeStatus.class);
    /** Fields that may vanish again; others may be there that are none of the engine's. */
    private static final Set<String> PASSING =
            Set.of("message", "finishedAt", "outputs", "synchronization", "resourcesDuration");

    /** The status is too large for any object; the message is Argo's. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        TooLarge(int size) {
            super("workflow is longer than maximum allowed size. compressed size " + size + " > maxSize " + LIMIT);
        }
    }

    /** A node as it was written last. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Written(byte[] json, int pieces) {}

    private final WorkflowView.Identity id;
    private final boolean podNamesAreSaid;
    private final Function<WorkflowPhase, Map<String, String>> labels;
    private final Map<String, Written> nodes = new LinkedHashMap<>();
    private final Map<String, JsonNode> summary = new HashMap<>();
    private final Map<String, NodeStatus> found;
    private final List<String> unknown = new ArrayList<>();
    private final int rest;
    private int size;
    private int storedTemplates = -1;
    private boolean storedSpec;
    private boolean compressed;
    private boolean first = true;
    private @Nullable WorkflowPhase phase;

    /**
     * @param podNamesAreSaid whether the object says how its pods are named
     * @param rest how large the object is without its nodes, in bytes
     * @param status what is in the object, its nodes unpacked; null for nothing
     * @param labels those that say a phase
     */
    StatusPatch(
            WorkflowView.Identity id,
            boolean podNamesAreSaid,
            int rest,
            @Nullable WorkflowStatus status,
            Function<WorkflowPhase, Map<String, String>> labels) {
        this.labels = labels;
        this.id = id;
        this.podNamesAreSaid = podNamesAreSaid;
        this.rest = rest;
        this.found = status == null ? new HashMap<>() : new HashMap<>(status.nodes());
        this.compressed = status != null && status.compressedNodes() != null;
        if (status != null) {
            remember(status);
        }
    }

    private void remember(WorkflowStatus status) {
        ObjectNode tree = ModelMapper.lenient()
                .valueToTree(status.toBuilder().nodes(Map.of()).build());
        tree.properties().forEach(field -> summary.put(field.getKey(), field.getValue()));
        unknown.addAll(status.nodes().keySet());
    }

    /** @throws TooLarge when no patch can make it fit */
    byte[] of(Progress progress) throws TooLarge {
        Map<String, NodeStatus> changed = new LinkedHashMap<>();
        for (String node : progress.changed()) {
            changed.put(node, progress.node(node));
        }
        List<String> gone = progress.isAnew() ? vanished(changed) : List.of();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator to = FACTORY.createGenerator(out)) {
            WorkflowStatus status = progress.summary();
            to.writeStartObject();
            metadata(to, status);
            to.writeObjectFieldStart("status");
            fields(to, status);
            nodes(to, changed, gone);
            to.writeEndObject();
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        first = false;
        return out.toByteArray();
    }

    /** Nodes that the object has and the run has not. */
    private List<String> vanished(Map<String, NodeStatus> all) {
        List<String> gone = new ArrayList<>();
        for (String node : first ? unknown : List.copyOf(nodes.keySet())) {
            if (!all.containsKey(node)) {
                gone.add(node);
                forget(node);
            }
        }
        return gone;
    }

    private void forget(String node) {
        Written was = nodes.remove(node);
        size -= was == null ? 0 : was.json().length;
    }

    /**
     * The uid makes the server refuse the patch when there is another object of this name by now. The first patch also drops the record of
     * who has set which field, which is larger than the status itself; the server keeps none for objects that have none.
     */
    private void metadata(JsonGenerator to, WorkflowStatus status) throws IOException {
        to.writeObjectFieldStart("metadata");
        to.writeStringField("uid", id.uid());
        WorkflowPhase now = status.phase();
        if (first) {
            to.writeArrayFieldStart("managedFields");
            to.writeStartObject();
            to.writeEndObject();
            to.writeEndArray();
            if (!podNamesAreSaid) {
                to.writeObjectFieldStart("annotations");
                to.writeStringField(Labels.POD_NAME_FORMAT, "v2");
                to.writeEndObject();
            }
        }
        if (now != null && now != phase) {
            phase = now;
            to.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : labels.apply(now).entrySet()) {
                to.writeStringField(label.getKey(), label.getValue());
            }
            to.writeEndObject();
        }
        to.writeEndObject();
    }

    private void fields(JsonGenerator to, WorkflowStatus status) throws IOException {
        boolean templates = status.storedTemplates().size() != storedTemplates;
        boolean spec = !storedSpec && status.storedWorkflowTemplateSpec() != null;
        storedTemplates = status.storedTemplates().size();
        storedSpec |= spec;
        ObjectNode tree = ModelMapper.strict()
                .valueToTree(status.toBuilder()
                        .storedTemplates(templates ? status.storedTemplates() : Map.of())
                        .storedWorkflowTemplateSpec(spec ? status.storedWorkflowTemplateSpec() : null)
                        .build());
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            JsonNode before = summary.put(field.getKey(), field.getValue());
            if (!field.getValue().equals(before)) {
                to.writeFieldName(field.getKey());
                ModelMapper.strict().writeTree(to, before == null ? field.getValue() : patch(before, field.getValue()));
            }
        }
        for (String field : PASSING) {
            // before the first patch the object may have said why it waits
            if (!tree.has(field) && (first || summary.remove(field) != null)) {
                summary.remove(field);
                to.writeNullField(field);
            }
        }
    }

    /** What makes the one into the other. */
    private static JsonNode patch(JsonNode before, JsonNode now) {
        if (!(before instanceof ObjectNode was) || !(now instanceof ObjectNode is)) {
            return now;
        }
        ObjectNode patch = is.objectNode();
        is.properties().forEach(field -> {
            JsonNode old = was.get(field.getKey());
            if (!field.getValue().equals(old)) {
                patch.set(field.getKey(), old == null ? field.getValue() : patch(old, field.getValue()));
            }
        });
        was.fieldNames().forEachRemaining(name -> {
            if (!is.has(name)) {
                patch.set(name, NullNode.instance);
            }
        });
        return patch;
    }

    private void nodes(JsonGenerator to, Map<String, NodeStatus> changed, List<String> gone)
            throws IOException, TooLarge {
        Map<String, Integer> before = new HashMap<>();
        changed.forEach((node, status) -> {
            Written was = nodes.get(node);
            NodeStatus old = was == null ? found.remove(node) : null;
            before.put(
                    node, was != null ? was.pieces() : old == null ? 0 : old.equals(status) ? -1 : NodePieces.of(old));
            forget(node);
            byte[] json = bytes(status);
            size += json.length + node.length() + 4;
            nodes.put(node, new Written(json, NodePieces.of(status)));
        });
        if (compressed || rest + size > LIMIT) {
            compressed(to);
        } else {
            plain(to, changed, gone, before);
        }
    }

    private static byte[] bytes(NodeStatus node) {
        try {
            return NODES.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value of the model can be written", e);
        }
    }

    private void plain(
            JsonGenerator to, Map<String, NodeStatus> changed, List<String> gone, Map<String, Integer> before)
            throws IOException {
        if (changed.isEmpty() && gone.isEmpty()) {
            return;
        }
        to.writeObjectFieldStart("nodes");
        for (String node : gone) {
            to.writeNullField(node);
        }
        for (Map.Entry<String, NodeStatus> node : changed.entrySet()) {
            int was = before.getOrDefault(node.getKey(), 0);
            Written now = nodes.get(node.getKey());
            if (was < 0 || now == null) {
                continue; // the object has it already
            }
            to.writeFieldName(node.getKey());
            int vanished = was & ~now.pieces();
            if (vanished == 0) {
                to.writeRawValue(new String(now.json(), StandardCharsets.UTF_8));
            } else {
                ObjectNode tree = (ObjectNode) ModelMapper.strict().readTree(now.json());
                NodePieces.vanished(tree, vanished);
                ModelMapper.strict().writeTree(to, tree);
            }
        }
        to.writeEndObject();
    }

    private void compressed(JsonGenerator to) throws IOException, TooLarge {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(size / 8);
        try (GZIPOutputStream gzip = new FastGzip(packed)) {
            char before = '{';
            for (Map.Entry<String, Written> node : nodes.entrySet()) {
                gzip.write(before);
                gzip.write(quoted(node.getKey()));
                gzip.write(':');
                gzip.write(node.getValue().json());
                before = ',';
            }
            if (before == '{') {
                gzip.write('{');
            }
            gzip.write('}');
        }
        String text = Base64.getEncoder().encodeToString(packed.toByteArray());
        if (rest + text.length() > LIMIT) {
            throw new TooLarge(rest + text.length());
        }
        if (!compressed) {
            to.writeNullField("nodes");
            compressed = true;
        }
        to.writeStringField("compressedNodes", text);
    }

    private static byte[] quoted(String name) {
        return ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
    }

    /** Speed counts: this is done again and again while the run goes on. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream to) throws IOException {
            super(to, 1 << 14);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
