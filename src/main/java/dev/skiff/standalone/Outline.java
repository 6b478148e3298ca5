package dev.skiff.standalone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ArgoObject;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.service.ResourceKind;
import java.time.Instant;
import java.util.List;

/** The part of a workflow that the catalog knows, as an object: also of one whose files are gone. */
final class Outline {
    /** What it has of a workflow, as the workflow itself has it. */
    static final List<String> FIELDS = List.of(
            "apiVersion",
            "kind",
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "metadata.creationTimestamp",
            "metadata.resourceVersion",
            "metadata.labels",
            "status.phase",
            "status.finishedAt");

    private Outline() {}

    static ObjectNode of(Entry entry) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", ArgoObject.API_VERSION).put("kind", ResourceKind.WORKFLOW.kind());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", entry.name()).put("namespace", entry.namespace()).put("uid", entry.uid());
        metadata.put("creationTimestamp", Instant.ofEpochMilli(entry.created()).toString());
        metadata.put("resourceVersion", Long.toString(entry.version()));
        ObjectNode labels = metadata.putObject("labels");
        Selection.labels(entry).forEach(labels::put);
        object.putObject("spec");
        if (!entry.phase().isEmpty()) {
            object.putObject("status").put("phase", entry.phase());
        }
        if (entry.completed()) {
            object.withObjectProperty("status")
                    .put("finishedAt", Instant.ofEpochMilli(entry.finished()).toString());
        }
        return object;
    }
}
