package dev.skiff.kubernetes.workflows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Labels;
import dev.skiff.model.MalformedStatus;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.StatusCodec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the controller looks at of every version of a Workflow object. The rest is kept as it came, and read only when it is needed.
 *
 * @param version {@code metadata.resourceVersion}
 * @param created {@code metadata.creationTimestamp}; the epoch when the server gave none
 * @param deleting whether the object waits for finalizers
 * @param body the rest
 */
public record WorkflowView(
        Identity id,
        String version,
        Instant created,
        boolean deleting,
        Map<String, String> labels,
        Map<String, String> annotations,
        WorkflowBody body) {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** A workflow of a hundred thousand nodes has about 60 MB of them. */
    private static final int MOST_NODE_BYTES = 256 << 20;

    /** Which object; {@code uid} tells it from another one of the same name. */
    public record Identity(String namespace, String name, String uid) {

        /** Where the object is, on any API server. */
        public String path() {
            return "/apis/" + ArgoObject.API_VERSION + "/namespaces/" + Call.encoded(namespace) + "/workflows/"
                    + Call.encoded(name);
        }

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /** {@code spec.suspend}. */
    public boolean suspend() {
        return body.fields().suspend();
    }

    /** {@code spec.shutdown}, empty for none. */
    public String shutdown() {
        return body.fields().shutdown();
    }

    /** {@code spec.priority}, 0 when there is none. */
    public long priority() {
        return body.fields().priority();
    }

    /** {@code status.phase}, empty for none. */
    public String phase() {
        return body.fields().phase();
    }

    /** Whether anything of it has begun. */
    public boolean hasNodes() {
        return body.fields().hasNodes();
    }

    /** Without what was only needed to begin with it. */
    public WorkflowView withoutBody() {
        return new WorkflowView(id, version, created, deleting, labels, annotations, WorkflowBody.NONE);
    }

    /** Whether the workflow has ended and nothing of it is left to do. */
    public boolean completed() {
        return "true".equals(labels.get(Labels.COMPLETED));
    }

    /** How large the object is as JSON but for its status, in bytes. */
    int sizeWithoutStatus() {
        return body.fields().whole().length() - body.fields().status().length();
    }

    /**
     * The object as somebody would have written it: without status, and of the metadata only what workflows can refer to.
     *
     * @return JSON
     */
    public byte[] document() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator to = FACTORY.createGenerator(out)) {
            to.writeStartObject();
            to.writeStringField("apiVersion", ArgoObject.API_VERSION);
            to.writeStringField("kind", "Workflow");
            to.writeObjectFieldStart("metadata");
            to.writeStringField("name", id.name());
            to.writeStringField("namespace", id.namespace());
            to.writeStringField("uid", id.uid());
            to.writeStringField("creationTimestamp", created.toString());
            write(to, "labels", labels);
            write(to, "annotations", annotations);
            to.writeEndObject();
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        return body.fields().spec().isEmpty() ? out.toByteArray() : withSpec(out.toByteArray());
    }

    private byte[] withSpec(byte[] object) {
        WorkflowBody.Part spec = body.fields().spec();
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + spec.to() - spec.from() + 8);
        out.write(object, 0, object.length - 1);
        out.writeBytes(",\"spec\":".getBytes(StandardCharsets.UTF_8));
        out.write(body.bytes(), spec.from(), spec.to() - spec.from());
        out.write('}');
        return out.toByteArray();
    }

    /** The names of its labels and annotations. */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        labels.keySet().forEach(name -> names.add("label " + name));
        annotations.keySet().forEach(name -> names.add("annotation " + name));
        return names;
    }

    /** Gives its spec as JSON, if it has one. */
    public void spec(Stretch to) {
        WorkflowBody.Part spec = body.fields().spec();
        to.take(body.bytes(), spec.from(), spec.length());
    }

    /** Takes a stretch of bytes. */
    @FunctionalInterface
    public interface Stretch {
        void take(byte[] bytes, int from, int length);
    }

    /** What workflows can refer to of their metadata. */
    public ObjectMeta metadata() {
        return new ObjectMetaBuilder()
                .withName(id.name())
                .withNamespace(id.namespace())
                .withUid(id.uid())
                .withCreationTimestamp(created.toString())
                .withLabels(labels)
                .withAnnotations(annotations)
                .build();
    }

    /** Whether these ASCII characters are anywhere in the object. */
    public boolean mentions(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = body.bytes();
        int last = body.fields().whole().to() - wanted.length;
        for (int at = body.fields().whole().from(); at <= last; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private static void write(JsonGenerator to, String name, Map<String, String> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        to.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            to.writeStringField(text.getKey(), text.getValue());
        }
        to.writeEndObject();
    }

    /**
     * The whole object, its nodes unpacked.
     *
     * @throws MalformedStatus when it does not fit: by another version of Argo, or changed by hand
     */
    public Workflow workflow() {
        Workflow read;
        try {
            WorkflowBody.Part whole = body.fields().whole();
            read = ModelMapper.lenient()
                    .readValue(body.bytes(), whole.from(), whole.to() - whole.from(), Workflow.class);
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
            throw new MalformedStatus("cannot unmarshall workflow: " + why, e);
        }
        WorkflowStatus status = read.status();
        String packed = status == null ? null : status.compressedNodes();
        if (status == null
                || packed == null
                || packed.isEmpty()
                || !status.nodes().isEmpty()) {
            return read;
        }
        return read.toBuilder()
                .status(status.toBuilder()
                        .nodes(StatusCodec.unpack(packed, MOST_NODE_BYTES))
                        .build())
                .build();
    }
}
