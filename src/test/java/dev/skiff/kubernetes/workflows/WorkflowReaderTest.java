package dev.skiff.kubernetes.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkflowReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHOLE = """
            {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow",
             "metadata": {"name": "wf", "namespace": "ns", "uid": "u-1", "resourceVersion": "17",
                "creationTimestamp": "2026-11-25T19:00:00Z", "labels": {"a": "ä"}, "annotations": {"b": "c"},
                "managedFields": [{"fieldsV1": {"f:status": {"f:phase": {}}}}]},
             "spec": {"entrypoint": "main", "suspend": true, "shutdown": "Stop", "priority": 7,
                "templates": [{"name": "main", "container": {"image": "ünï"}}]},
             "status": {"phase": "Running", "nodes": {"wf": {"id": "wf", "name": "wf", "type": "Pod", "phase": "Running"}}}}""";

    /** Read both ways: from a list, and from an event, of which only the metadata are read at once. */
    private static WorkflowView read(String before, String object, String after) throws IOException {
        byte[] source = (before + object + after).getBytes(StandardCharsets.UTF_8);
        WorkflowView listed;
        try (JsonParser parser = at(before, source)) {
            listed = new WorkflowReader().read(parser, source);
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
        }
        try (JsonParser parser = at(before, source)) {
            WorkflowView event = new WorkflowReader().readEvent(parser, source);
            assertThat(event.withoutBody()).isEqualTo(listed.withoutBody());
            assertThat(event.document()).isEqualTo(listed.document());
            assertThat(List.of(event.phase(), event.suspend(), event.shutdown(), event.priority(), event.hasNodes()))
                    .isEqualTo(List.of(
                            listed.phase(), listed.suspend(), listed.shutdown(), listed.priority(), listed.hasNodes()));
            assertThat(event.sizeWithoutStatus()).isEqualTo(listed.sizeWithoutStatus());
        }
        return listed;
    }

    private static JsonParser at(String before, byte[] source) throws IOException {
        JsonParser parser = new JsonFactory().createParser(source);
        int begin = before.getBytes(StandardCharsets.UTF_8).length;
        do {
            assertThat(parser.nextToken()).isNotNull();
        } while (parser.currentToken() != JsonToken.START_OBJECT
                || parser.currentTokenLocation().getByteOffset() != begin);
        return parser;
    }

    @Test
    void whatIsLookedAtIsRead() throws IOException {
        WorkflowView view = read("", WHOLE, "");

        assertThat(view.id()).isEqualTo(new WorkflowView.Identity("ns", "wf", "u-1"));
        assertThat(view.version()).isEqualTo("17");
        assertThat(view.created()).isEqualTo(Instant.parse("2026-11-25T19:00:00Z"));
        assertThat(view.suspend()).isTrue();
        assertThat(view.shutdown()).isEqualTo("Stop");
        assertThat(view.priority()).isEqualTo(7);
        assertThat(view.phase()).isEqualTo("Running");
        assertThat(view.hasNodes()).isTrue();
        assertThat(view.labels()).containsEntry("a", "ä");
    }

    /** In an event of a watch, and in a list with much around it. */
    @Test
    void theRestIsFoundInWhateverIsAroundIt() throws IOException {
        for (String around : new String[] {"", "x".repeat(5000), "ä"}) {
            WorkflowView view =
                    read("{\"text\": \"" + around + "\", \"object\":", WHOLE, ", \"more\": \"" + around + "\"}");
            ObjectNode whole = (ObjectNode) JSON.readTree(WHOLE);
            JsonNode document = JSON.readTree(view.document());

            assertThat(document.path("spec")).isEqualTo(whole.path("spec"));
            assertThat(document.path("metadata").path("labels"))
                    .isEqualTo(whole.path("metadata").path("labels"));
            assertThat(document.path("metadata").has("managedFields")).isFalse();
            assertThat(document.has("status")).isFalse();
            assertThat(view.workflow().status().nodes()).containsOnlyKeys("wf");
            assertThat(view.sizeWithoutStatus())
                    .isEqualTo(WHOLE.getBytes(StandardCharsets.UTF_8).length
                            - WHOLE.substring(WHOLE.indexOf("{\"phase\""), WHOLE.length() - 1)
                                    .getBytes(StandardCharsets.UTF_8)
                                    .length);
        }
    }

    @Test
    void oddValuesHarmNothing() throws IOException {
        WorkflowView view = read("", """
                {"metadata": {"name": "wf", "namespace": "ns", "labels": {"a": {"b": 1}, "c": "d"}, "uid": 3,
                   "creationTimestamp": "never"},
                 "spec": {"suspend": {"a": [1]}, "shutdown": [["x"]], "priority": "high", "templates": 1},
                 "status": [{"phase": "Running"}]}""", "");

        assertThat(view.labels()).containsEntry("c", "d").containsEntry("a", "");
        assertThat(view.suspend()).isFalse();
        assertThat(view.shutdown()).isEmpty();
        assertThat(view.priority()).isZero();
        assertThat(view.phase()).isEmpty();
        assertThat(view.created()).isEqualTo(Instant.EPOCH);
        assertThat(JSON.readTree(view.document()).path("spec").path("templates").asInt())
                .isEqualTo(1);
    }

    @Test
    void aSpecThatIsNoObjectIsHandedOnAsItIs() throws IOException {
        assertThat(JSON.readTree(read("", "{\"spec\": [1, {\"a\": 2}], \"metadata\": 3}", "")
                                .document())
                        .path("spec")
                        .toString())
                .isEqualTo("[1,{\"a\":2}]");
        assertThat(JSON.readTree(read("", "{\"metadata\": {}}", "").document()).has("spec"))
                .isFalse();
    }

    @Test
    void nothingHasBegunWithoutNodes() throws IOException {
        assertThat(read("", "{\"status\": {\"phase\": \"Pending\", \"nodes\": {}}}", "")
                        .hasNodes())
                .isFalse();
        assertThat(read("", "{\"status\": {\"compressedNodes\": \"H4s\", \"phase\": \"Running\"}}", "")
                        .phase())
                .isEqualTo("Running");
        assertThat(read("", "{\"status\": {\"compressedNodes\": \"H4s\"}}", "").hasNodes())
                .isTrue();
    }
}
