package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the server answers to what Argo's clients and its own ask. */
class ApiServerTest extends ServedApi {

    @Test
    void argosClientsHear200() throws Exception {
        Answer made = createdByArgo();
        assertThat(made.status()).as("%s", made.body()).isEqualTo(200);
        assertThat(made.body().at("/metadata/name").asText()).startsWith("hello-");
        assertThat(made.body().at("/metadata/uid").asText()).isNotEmpty();
        assertThat(made.body().at("/metadata/namespace").asText()).isEqualTo("team");
        String name = made.body().at("/metadata/name").asText();
        assertThat(get("/api/v1/workflows/team/" + name)
                        .body()
                        .at("/spec/entrypoint")
                        .asText())
                .isEqualTo("main");
        assertThat(get("/api/v1/workflows/team").body().path("items")).hasSize(1);
        assertThat(get("/api/v1/workflows/").body().path("items")).hasSize(1);
    }

    @Test
    void aManifestAsItIsGives201() throws Exception {
        Answer made = call("POST", "/api/v1/workflows/team", MANIFEST, "Content-Type", "application/yaml");
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        assertThat(made.http().headers().firstValue("Location")).contains("/api/v1/workflows/team/by-hand");
        Answer again = call("POST", "/api/v1/workflows/team", MANIFEST, "Content-Type", "application/yaml");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().path("code").asInt()).isEqualTo(6);
        assertThat(again.body().path("message").asText()).isEqualTo("workflows.argoproj.io \"by-hand\" already exists");
    }

    @Test
    void allProblemsOfABodyAreToldWithTheirPlaces() throws Exception {
        String wrong =
                MANIFEST.replace("image: busybox", "imge: busybox").replace("entrypoint: main", "entrypoint: mian");
        Answer answer = call("POST", "/api/v1/workflows/team", wrong, "Content-Type", "application/yaml");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("message").asText()).contains("body:8:").contains("imge");
        Answer argo = call(
                "POST",
                "/api/v1/workflows/team",
                "{\"workflow\":" + HELLO.replace("\"entrypoint\":\"main\"", "\"entrypoint\":\"mian\"") + "}");
        assertThat(argo.status()).isEqualTo(400);
        assertThat(argo.body().path("code").asInt()).isEqualTo(3);
        assertThat(argo.body().path("problems").toString())
                .contains("spec.entrypoint")
                .contains("mian");
        assertThat(service.objects).isEmpty();
    }

    @Test
    void aKeyMakesARepeatedPostTheSameRun() throws Exception {
        String body = "{\"workflow\":" + HELLO + "}";
        Answer first = call("POST", "/api/v1/workflows/team", body, "Idempotency-Key", "order-17");
        Answer second = call("POST", "/api/v1/workflows/team", body, "Idempotency-Key", "order-17");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.http().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(second.body().at("/metadata/name")).isEqualTo(first.body().at("/metadata/name"));
        assertThat(service.objects).hasSize(1);
        Answer other = call(
                "POST", "/api/v1/workflows/team", body.replace("busybox", "alpine"), "Idempotency-Key", "order-17");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body().path("message").asText()).contains("another body");
        Answer another = call("POST", "/api/v1/workflows/team", body, "Idempotency-Key", "order-18");
        assertThat(another.body().at("/metadata/name"))
                .isNotEqualTo(first.body().at("/metadata/name"));
    }

    @Test
    void aPostMayWaitForTheEnd() throws Exception {
        Thread ending = Thread.ofVirtual().start(() -> {
            try {
                await("it is there", () -> !service.objects.isEmpty());
                Thread.sleep(200);
                service.end("team", "by-hand", "Succeeded");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Answer done = call("POST", "/api/v1/workflows/team?wait=15s", MANIFEST, "Content-Type", "application/yaml");
        ending.join();
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body().at("/status/phase").asText()).isEqualTo("Succeeded");
        Answer late = call(
                "POST",
                "/api/v1/workflows/team?wait=100ms",
                MANIFEST.replace("by-hand", "slow"),
                "Content-Type",
                "application/yaml");
        assertThat(late.status()).isEqualTo(202);
        assertThat(late.body().path("url").asText()).isEqualTo("/api/v1/workflows/team/slow");
        await("nobody watches any more", () -> service.streams.get() == 0);
    }

    @Test
    void whatIsAskedOfAWorkflowIsPassedOn() throws Exception {
        createdByArgo();
        String one = "/api/v1/workflows/team/hello-0/";
        for (String verb : List.of("suspend", "resume", "terminate", "stop")) {
            assertThat(call("PUT", one + verb, "{}").status()).as(verb).isEqualTo(200);
        }
        call("PUT", one + "stop", "{\"nodeFieldSelector\":\"displayName=a\",\"message\":\"no\"}");
        call("PUT", one + "retry", "{\"restartSuccessful\":true,\"parameters\":[\"a=b=c\"]}");
        call("PUT", one + "resubmit", "{\"memoized\":true}");
        call(
                "PUT",
                one + "set",
                "{\"nodeFieldSelector\":\"id=x\",\"phase\":\"Succeeded\",\"outputParameters\":\"{\\\"p\\\":\\\"v\\\"}\"}");
        assertThat(String.join("\n", service.asked))
                .contains("Suspend[]")
                .contains("Terminate[]")
                .contains("StopNodes[")
                .contains("parameters={a=b=c}")
                .contains("resubmit true")
                .contains("outputs={p=v}");
        assertThat(call("PUT", one + "retry", "{\"parameters\":[\"novalue\"]}").status())
                .isEqualTo(400);
        assertThat(call("PUT", one + "stop", "{\"nodeFieldSelector\":\"((\"}").status())
                .isEqualTo(400);
    }

    @Test
    void templatesAreKeptAndSubmitted() throws Exception {
        String template =
                HELLO.replace("\"Workflow\"", "\"WorkflowTemplate\"").replace("generateName\":\"hello-", "name\":\"t");
        Answer made = call("POST", "/api/v1/workflow-templates/team", "{\"template\":" + template + "}");
        assertThat(made.status()).as("%s", made.body()).isEqualTo(200);
        Answer submitted = call(
                "POST",
                "/api/v1/workflows/team/submit",
                "{\"resourceKind\":\"WorkflowTemplate\",\"resourceName\":\"t\",\"submitOptions\":{\"labels\":\"a=b\","
                        + "\"parameters\":[\"x=1\"],\"entryPoint\":\"main\"}}");
        assertThat(submitted.status()).as("%s", submitted.body()).isEqualTo(200);
        assertThat(submitted.body().at("/spec/workflowTemplateRef/name").asText())
                .isEqualTo("t");
        assertThat(submitted.body().at("/metadata/labels/a").asText()).isEqualTo("b");
        assertThat(submitted
                        .body()
                        .at("/metadata/labels/workflows.argoproj.io~1workflow-template")
                        .asText())
                .isEqualTo("t");
        assertThat(submitted.body().at("/spec/arguments/parameters/0/value").asText())
                .isEqualTo("1");
        Answer none = call(
                "POST",
                "/api/v1/workflows/team/submit",
                "{\"resourceKind\":\"WorkflowTemplate\",\"resourceName\":\"nothing\"}");
        assertThat(none.status()).isEqualTo(404);
        Answer stale = call(
                "PUT",
                "/api/v1/workflow-templates/team/t",
                "{\"template\":" + template.replace("\"name\":\"t\"", "\"name\":\"t\",\"resourceVersion\":\"0\"")
                        + "}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(call("PUT", "/api/v1/workflow-templates/team/t", "{\"template\":" + template + "}")
                        .status())
                .isEqualTo(200);
        assertThat(call("DELETE", "/api/v1/workflow-templates/team/t", "").status())
                .isEqualTo(200);
    }

    @Test
    void itDescribesItself() throws Exception {
        Answer described = get("/openapi.json");
        assertThat(described.body().path("openapi").asText()).startsWith("3.");
        JsonNode list = described.body().path("paths").path("/api/v1/workflows/{namespace}");
        assertThat(list.at("/get/operationId").asText()).startsWith("WorkflowService_ListWorkflows");
        described
                .body()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .findValuesAsText("$ref")
                                .forEach(ref -> assertThat(described
                                                .body()
                                                .at(ref.substring(1))
                                                .isObject())
                                        .as(ref)
                                        .isTrue())));
    }

    /** EVENT-01, EVENT-03, EVENT-04. */
    @Test
    void anEventStartsWhatItsBindingsSay() throws Exception {
        String template =
                HELLO.replace("\"Workflow\"", "\"WorkflowTemplate\"").replace("generateName\":\"hello-", "name\":\"t");
        call("POST", "/api/v1/workflow-templates/team", "{\"template\":" + template + "}");
        for (String binding : List.of("payload.go", "payload.go..", "!payload.go")) {
            var object = JSON.readTree(
                    "{\"metadata\":{\"name\":\"b" + binding.length() + "\"},\"spec\":{\"event\":{\"selector\":\""
                            + binding + "\"},\"submit\":{\"workflowTemplateRef\":{\"name\":\"t\"}}}}");
            service.create(
                    dev.skiff.port.service.ResourceKind.WORKFLOW_EVENT_BINDING,
                    "team",
                    (com.fasterxml.jackson.databind.node.ObjectNode) object,
                    false);
        }
        Answer answer = call("POST", "/api/v1/events/team/push", "{\"go\":true}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        JsonNode items = get("/api/v1/workflows/team").body().path("items");
        assertThat(items).hasSize(1);
        assertThat(items.get(0)
                        .at("/metadata/labels/workflows.argoproj.io~1workflow-event-binding")
                        .asText())
                .isEqualTo("b10");
        assertThat(call("POST", "/api/v1/events/team/push", "{").status()).isEqualTo(400);
    }

    @Test
    void infoVersionAndUser() throws Exception {
        assertThat(get("/api/v1/version").body().path("version").asText()).startsWith("skiff");
        assertThat(get("/api/v1/info").body().has("managedNamespace")).isTrue();
        assertThat(get("/api/v1/userinfo").body().path("subject").asText()).isEqualTo("somebody");
        assertThat(get("/healthz").status()).isEqualTo(200);
    }
}
