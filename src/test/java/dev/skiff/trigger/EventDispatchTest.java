package dev.skiff.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowEventBinding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events start which workflows: facts EVENT-01 to EVENT-03. */
class EventDispatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static EventDispatch.Outcome dispatched(String selector, String submit) throws Exception {
        WorkflowEventBinding binding = ModelMapper.strict()
                .readValue(
                        JSON.writeValueAsBytes(Map.of(
                                "metadata",
                                Map.of("name", "on-push"),
                                "spec",
                                Map.of("event", Map.of("selector", selector), "submit", JSON.readTree(submit)))),
                        WorkflowEventBinding.class);
        return EventDispatch.of(
                binding,
                new EventDispatch.Incoming(
                        "team",
                        "push",
                        Map.of("x-from", List.of("forge")),
                        JSON.readTree("{\"branch\":\"main\",\"commits\":[1,2],\"who\":{\"name\":\"ann\"}}")),
                Instant.parse("2026-11-25T10:00:00Z"));
    }

    /** EVENT-01. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payload.branch == \"main\" | true",
                "payload.branch == \"other\" | false",
                "namespace == \"team\" && discriminator == \"push\" | true",
                "metadata[\"x-from\"] == [\"forge\"] | true",
                "payload.nothing != \"\" | true",
                "len(payload.commits) > 2 | false"
            })
    void theSelectorDecides(String selector, boolean submits) throws Exception {
        var outcome = dispatched(selector, "{\"workflowTemplateRef\":{\"name\":\"build\"}}");
        assertThat(outcome instanceof EventDispatch.Submitted).as("%s", outcome).isEqualTo(submits);
    }

    /** EVENT-02, EVENT-03. */
    @Test
    void argumentsAndMetadataAreExpressions() throws Exception {
        var outcome = dispatched("true", """
                {"workflowTemplateRef": {"name": "build"},
                 "metadata": {"generateName": "\\"push-\\" + payload.branch + \\"-\\"", "labels": {"who": "payload.who.name"}},
                 "arguments": {"parameters": [
                   {"name": "branch", "valueFrom": {"event": "payload.branch"}},
                   {"name": "commits", "valueFrom": {"event": "payload.commits"}},
                   {"name": "fixed", "value": "same"}]}}""");
        Workflow workflow = ((EventDispatch.Submitted) outcome).workflow();
        assertThat(workflow.metadata().getGenerateName()).isEqualTo("push-main-");
        assertThat(workflow.metadata().getLabels())
                .containsEntry("who", "ann")
                .containsEntry("workflows.argoproj.io/workflow-event-binding", "on-push")
                .containsEntry("workflows.argoproj.io/workflow-template", "build");
        assertThat(workflow.spec().arguments().parameters().stream()
                        .map(p -> p.name() + "=" + p.value())
                        .toList())
                .containsExactly("branch=main", "commits=[1,2]", "fixed=same");
    }

    /** EVENT-03. */
    @Test
    void theNameComesFromTheTemplate() throws Exception {
        var outcome = dispatched("true", "{\"workflowTemplateRef\":{\"name\":\"build\",\"clusterScope\":true}}");
        Workflow workflow = ((EventDispatch.Submitted) outcome).workflow();
        assertThat(workflow.metadata().getGenerateName()).isEqualTo("build-");
        assertThat(workflow.metadata().getLabels())
                .containsEntry("workflows.argoproj.io/cluster-workflow-template", "build");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payload. | {\"workflowTemplateRef\":{\"name\":\"b\"}} | spec.event.selector",
                "payload.branch | {\"workflowTemplateRef\":{\"name\":\"b\"}} | is no condition",
                "true | {\"workflowTemplateRef\":{\"name\":\"b\"},\"metadata\":{\"name\":\"1 + 1\"}} | spec.submit.metadata.name",
            })
    void aBrokenBindingSaysWhere(String selector, String submit, String message) throws Exception {
        assertThat(dispatched(selector, submit))
                .isInstanceOfSatisfying(
                        EventDispatch.Broken.class,
                        broken -> assertThat(broken.message()).contains(message));
    }
}
