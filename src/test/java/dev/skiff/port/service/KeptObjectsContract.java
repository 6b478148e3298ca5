package dev.skiff.port.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.Await;
import dev.skiff.port.service.ServiceException.Why;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Templates and the like: created, read, replaced, deleted, watched, and used by workflows. */
abstract class KeptObjectsContract extends WorkflowServiceFixture {
    private static final ResourceKind TEMPLATE = ResourceKind.WORKFLOW_TEMPLATE;
    private static final String SPEC = """
            {"entrypoint": "main", "arguments": {"parameters": [{"name": "word", "value": "templated"}]}, "templates": [
              {"name": "main", "container": {"image": "busybox", "command": ["echo"],
                "args": ["{{workflow.parameters.word}}"]}}]}""";

    @Test
    void aTemplateIsKeptReplacedAndDeleted() throws InterruptedException {
        String name = fresh();
        JsonNode created = create(template(name));
        assertThat(created.path("metadata").path("generation").asInt()).isEqualTo(1);
        assertThat(metadata(created, "uid")).isNotEmpty();
        refused(Why.ALREADY_EXISTS, () -> create(template(name)));
        assertThat(session().get(TEMPLATE, namespace(), name)).isEqualTo(created);

        ObjectNode changed = created.deepCopy();
        ((ObjectNode) changed.path("spec")).put("entrypoint", "other");
        JsonNode replaced = session().replace(TEMPLATE, namespace(), name, changed);
        assertThat(replaced.path("metadata").path("generation").asInt()).isEqualTo(2);
        assertThat(metadata(replaced, "uid")).isEqualTo(metadata(created, "uid"));
        assertThat(replaced.path("spec").path("entrypoint").asText()).isEqualTo("other");
        refused(Why.CONFLICT, () -> session().replace(TEMPLATE, namespace(), name, changed));

        session().delete(TEMPLATE, namespace(), name, false);
        refused(Why.NOT_FOUND, () -> session().get(TEMPLATE, namespace(), name));
        refused(Why.NOT_FOUND, () -> session().replace(TEMPLATE, namespace(), name, template(name)));
    }

    @Test
    void eachKindIsKeptByItself() throws InterruptedException {
        String name = fresh();
        create(template(name));
        create(object("ClusterWorkflowTemplate", name, SPEC));
        create(object("CronWorkflow", name, "{\"schedules\": [\"0 0 * * *\"], \"workflowSpec\": " + SPEC + "}"));
        create(object(
                "WorkflowEventBinding",
                name,
                "{\"event\": {\"selector\": \"true\"}, \"submit\": {\"workflowTemplateRef\": {\"name\": \"" + name
                        + "\"}}}"));
        for (ResourceKind kind : ResourceKind.values()) {
            if (kind != ResourceKind.WORKFLOW) {
                String place = kind.namespaced() ? namespace() : "";
                var found = session().list(kind, place, ListQuery.named(name)).items();
                assertThat(found)
                        .singleElement()
                        .satisfies(one -> assertThat(one.path("kind").asText()).isEqualTo(kind.kind()));
                session().delete(kind, place, name, false);
            }
        }
    }

    @Test
    void templatesAreChosenAndPaged() throws InterruptedException {
        String label = fresh();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            names.add(metadata(create(labelled(template(fresh()), "batch", label)), "name"));
        }
        ListQuery query = ListQuery.ALL.withLabels("batch=" + label);
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            Listing page = session().list(TEMPLATE, namespace(), query.page(2, token));
            page.items().forEach(item -> seen.add(metadata(item, "name")));
            token = page.continueToken();
        } while (!token.isEmpty());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(names);
        refused(Why.INVALID, () -> session().list(TEMPLATE, namespace(), ListQuery.ALL.withLabels("a b c")));
    }

    @Test
    void aWorkflowRunsWhatATemplateSays() throws InterruptedException {
        String template = fresh();
        create(template(template));
        String name = fresh();
        create(workflow(name, "{\"workflowTemplateRef\": {\"name\": \"" + template + "\"}}"));
        assertThat(phase(ended(name))).isEqualTo("Succeeded");
        assertThat(lines(name, LogQuery.all(false))).containsExactly("templated");
    }

    @Test
    void changesOfTemplatesAreTold() throws Exception {
        String label = fresh();
        ListQuery query = ListQuery.ALL.withLabels("batch=" + label);
        String first = metadata(create(labelled(template(fresh()), "batch", label)), "name");
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Listening listening = listen(() -> session()
                .watch(TEMPLATE, namespace(), query, e -> heard.add(e.type() + " " + metadata(e.object(), "name"))))) {
            Await.until("what there is", () -> heard.contains("ADDED " + first), () -> heard);
            String second = metadata(create(labelled(template(fresh()), "batch", label)), "name");
            Await.until("a new one", () -> heard.contains("ADDED " + second), () -> heard);
            create(template(fresh()));
            ObjectNode changed = session().get(TEMPLATE, namespace(), first).deepCopy();
            ((ObjectNode) changed.path("spec")).put("entrypoint", "other");
            session().replace(TEMPLATE, namespace(), first, changed);
            Await.until("a change", () -> heard.contains("MODIFIED " + first), () -> heard);
            session().delete(TEMPLATE, namespace(), second, false);
            Await.until("a deletion", () -> heard.contains("DELETED " + second), () -> heard);
            assertThat(heard)
                    .containsExactly("ADDED " + first, "ADDED " + second, "MODIFIED " + first, "DELETED " + second);
            assertThat(listening.isOver()).isFalse();
        }
    }

    protected static ObjectNode template(String name) {
        return object("WorkflowTemplate", name, SPEC);
    }

    protected static org.assertj.core.api.ThrowableAssertAlternative<ServiceException> refused(
            Why why, ThrowingCallable call) {
        return assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(call)
                .matches(e -> e.why() == why, "is " + why);
    }
}
