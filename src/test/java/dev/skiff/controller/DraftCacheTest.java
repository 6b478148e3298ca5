package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.skiff.kubernetes.client.FakeApi;
import dev.skiff.kubernetes.workflows.TemplateReader.Document;
import dev.skiff.kubernetes.workflows.TemplateShelf;
import dev.skiff.kubernetes.workflows.WorkflowReader;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of one workflow counts for another only where they are the same. */
class DraftCacheTest {
    private static final String POD = """
            {"name": "main", "container": {"image": "busybox", "command": ["IT"]}}""";

    private final FakeApi api = new FakeApi();
    private final TemplateShelf templates = new TemplateShelf("WorkflowTemplate", p -> {});
    private @Nullable Workflow defaults;
    private final Drafts drafts = new Drafts(
            api,
            templates,
            new TemplateShelf("WorkflowTemplate", p -> {}),
            new Controller.Rules(
                    () -> defaults,
                    () -> false,
                    () -> java.time.Duration.ZERO,
                    null,
                    new Limits(() -> 0, n -> 0),
                    Archiving.NONE));

    @AfterEach
    void end() {
        api.close();
    }

    private static WorkflowView view(String name, String metadata, String spec) throws IOException {
        byte[] json = """
                {"metadata": {"name": "%s", "namespace": "ns", "uid": "uid-%s", "resourceVersion": "7",
                   "creationTimestamp": "2026-11-25T19:00:00Z"%s}, "spec": %s}""".formatted(name, name, metadata, spec).getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return new WorkflowReader().read(parser, json);
        }
    }

    private static String spec(String command) {
        return "{\"entrypoint\": \"main\", \"templates\": [" + POD.replace("IT", command) + "]}";
    }

    private Drafts.Draft.Ready ready(WorkflowView view) throws InterruptedException {
        Drafts.Draft draft = drafts.of(view);
        assertThat(draft).isInstanceOf(Drafts.Draft.Ready.class);
        return (Drafts.Draft.Ready) draft;
    }

    @Test
    void theSameSpecIsReadOnceAndHasItsOwnMetadata() throws Exception {
        Workflow first =
                ready(view("a", ", \"labels\": {\"x\": \"1\"}", spec("one"))).workflow();
        Workflow second =
                ready(view("b", ", \"labels\": {\"x\": \"2\"}", spec("one"))).workflow();

        assertThat(second.spec()).isSameAs(first.spec());
        assertThat(second.metadata().getName()).isEqualTo("b");
        assertThat(second.metadata().getUid()).isEqualTo("uid-b");
        assertThat(second.metadata().getLabels()).isEqualTo(Map.of("x", "2"));
        assertThat(second.metadata())
                .isEqualTo(read("b", ", \"labels\": {\"x\": \"2\"}").metadata());
    }

    /** As it is without any cache. */
    private Workflow read(String name, String metadata) throws Exception {
        return ((Drafts.Draft.Ready) new Drafts(
                                api,
                                templates,
                                templates,
                                new Controller.Rules(
                                        () -> null,
                                        () -> false,
                                        () -> java.time.Duration.ZERO,
                                        null,
                                        new Limits(() -> 0, n -> 0),
                                        Archiving.NONE))
                        .of(view(name, metadata, spec("one"))))
                .workflow();
    }

    @Test
    void anotherSpecIsAnother() throws Exception {
        ready(view("a", "", spec("one")));
        assertThat(ready(view("b", "", spec("two")))
                        .workflow()
                        .spec()
                        .templates()
                        .getFirst()
                        .container()
                        .getCommand())
                .containsExactly("two");
    }

    @Test
    void aTemplateThatHasChangedIsReadAnew() throws Exception {
        String uses = """
                {"entrypoint": "main", "templates": [{"name": "main", "steps": [[{"name": "a",
                   "templateRef": {"name": "shared", "template": "main"}}]]}]}""";
        templates.changed(template("1", "one"));
        ready(view("a", "", uses));
        templates.changed(template("2", "two"));

        assertThat(ready(view("b", "", uses))
                        .resources()
                        .workflowTemplates()
                        .getFirst()
                        .spec()
                        .templates()
                        .getFirst()
                        .container()
                        .getCommand())
                .containsExactly("two");
        templates.deleted(template("2", "two"));
        assertThat(drafts.of(view("c", "", uses)))
                .isInstanceOfSatisfying(
                        Drafts.Draft.Refused.class,
                        refused -> assertThat(refused.message())
                                .isEqualTo("invalid spec: workflowtemplates.argoproj.io \"shared\" not found"));
    }

    @Test
    void aTemplateThatWasMadeAMomentAgoIsFetched() throws Exception {
        api.put(
                "/apis/argoproj.io/v1alpha1/namespaces/ns/workflowtemplates",
                new String(template("1", "one").json(), StandardCharsets.UTF_8));
        assertThat(ready(view("a", "", """
                {"workflowTemplateRef": {"name": "shared"}, "entrypoint": "main"}""")).resources().workflowTemplates()).hasSize(1);
    }

    private static Document template(String version, String command) {
        String json = """
                {"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowTemplate",
                 "metadata": {"name": "shared", "namespace": "ns"}, "spec": {"templates": [%s]}}""".formatted(POD.replace("IT", command));
        return new Document("WorkflowTemplate", "ns", "shared", version, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrongIsSaidEachTime() throws Exception {
        String wrong = "{\"entrypoint\": \"none\", \"templates\": [" + POD + "]}";
        assertThat(drafts.of(view("a", "", wrong))).isEqualTo(drafts.of(view("b", "", wrong)));
        assertThat(drafts.of(view("a", "", wrong))).isInstanceOf(Drafts.Draft.Refused.class);
    }

    @Test
    void aConfigMapIsLookedAtEachTime() throws Exception {
        String uses = """
                {"entrypoint": "main", "arguments": {"parameters": [{"name": "p",
                   "valueFrom": {"configMapKeyRef": {"name": "texts", "key": "k"}}}]}, "templates": [%s]}""".formatted(POD);
        api.put("/api/v1/namespaces/ns/configmaps", """
                {"metadata": {"name": "texts", "labels": {"workflows.argoproj.io/configmap-type": "Parameter"}},
                 "data": {"k": "one"}}""");
        ready(view("a", "", uses));
        api.merge("/api/v1/namespaces/ns/configmaps/texts", "{\"data\": {\"k\": \"two\"}}");

        assertThat(ready(view("b", "", uses))
                        .resources()
                        .configMaps()
                        .getFirst()
                        .getData())
                .containsEntry("k", "two");
    }
}
