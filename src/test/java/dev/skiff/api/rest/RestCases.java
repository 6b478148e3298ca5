package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A request for every endpoint, with what has to be there before it. */
final class RestCases {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String POD = """
            {"name":"main","container":{"image":"busybox","imagePullPolicy":"IfNotPresent","command":["%s"],"args":["hello"]}}""";
    private static final String API = "/api/v1";
    private static final String WORKFLOWS = API + "/workflows/{namespace}";
    private static final String WORKFLOW = WORKFLOWS + "/{name}";
    private static final String ARCHIVE = API + "/archived-workflows";

    /** What is asked, and of what the answer may be. */
    @FunctionalInterface
    interface Case {
        Response ask() throws Exception;
    }

    private final RestPlace place;
    private final Map<String, Case> cases = new LinkedHashMap<>();

    RestCases(RestPlace place) {
        this.place = place;
        workflows();
        streams();
        kept("workflow-templates", "WorkflowTemplate", "template", true);
        kept("cluster-workflow-templates", "ClusterWorkflowTemplate", "template", false);
        kept("cron-workflows", "CronWorkflow", "cronWorkflow", true);
        schedules();
        archived();
        others();
    }

    /** By method and path, as the table of endpoints has it. */
    Map<String, Case> all() {
        return cases;
    }

    RequestSpecification anonymous() {
        EncoderConfig plain = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("application/yaml", ContentType.TEXT);
        return RestAssured.given()
                .spec(new RequestSpecBuilder()
                        .setBaseUri(place.url())
                        .setConfig(RestAssuredConfig.config().encoderConfig(plain))
                        .build())
                .redirects()
                .follow(false);
    }

    RequestSpecification given() {
        return anonymous().header("Authorization", "Bearer " + place.token()).pathParam("namespace", place.namespace());
    }

    private RequestSpecification of(String name) {
        return given().pathParam("name", name);
    }

    RequestSpecification json(String body) {
        return given().contentType("application/json").body(body);
    }

    static JsonNode tree(Response response) {
        try {
            return JSON.readTree(response.asString());
        } catch (IOException e) {
            throw new AssertionError(response.statusCode() + " " + response.asString(), e);
        }
    }

    static String fresh() {
        return "rest-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String workflow(String name, String templates) {
        return """
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","metadata":{"name":"%s"},
                 "spec":{"entrypoint":"main","templates":[%s]}}""".formatted(name, templates);
    }

    static String hello(String name) {
        return workflow(name, POD.formatted("echo"));
    }

    /** @param more of the template of the suspended node */
    private static String waits(String name, String more) {
        return workflow(name, """
                {"name":"main","steps":[[{"name":"approve","template":"wait"}]]},
                {"name":"wait","suspend":{}%s}""".formatted(more));
    }

    Response create(String workflow) {
        return json("{\"workflow\":" + workflow + "}").post(WORKFLOWS);
    }

    private String begun(String workflow, String name) {
        Response made = create(workflow);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        return name;
    }

    String done() {
        String name = fresh();
        begun(hello(name), name);
        place.ended(name, "Succeeded");
        return name;
    }

    private String failed() {
        String name = fresh();
        begun(workflow(name, POD.formatted("false")), name);
        place.ended(name, "Failed");
        return name;
    }

    private String waiting() {
        return waiting("");
    }

    private String asking() {
        return waiting(",\"outputs\":{\"parameters\":[{\"name\":\"answer\",\"valueFrom\":{\"supplied\":{}}}]}");
    }

    private String waiting(String more) {
        String name = fresh();
        begun(waits(name, more), name);
        place.waiting(name);
        return name;
    }

    private void add(String method, String path, Case one) {
        assertThat(cases.put(method + " " + path, one)).as(path).isNull();
    }

    private void workflows() {
        add(
                "GET",
                API + "/workflows",
                () -> anonymousOf().queryParam("listOptions.limit", 3).get(API + "/workflows"));
        add("GET", WORKFLOWS, () -> {
            String name = done();
            return given().queryParam("listOptions.fieldSelector", "metadata.name=" + name)
                    .queryParam("fields", "metadata,items.metadata.name,items.status.phase")
                    .get(WORKFLOWS);
        });
        add("POST", WORKFLOWS, () -> create(hello(fresh())));
        add(
                "POST",
                WORKFLOWS + "/lint",
                () -> json("{\"workflow\":" + hello("linted") + "}").post(WORKFLOWS + "/lint"));
        add("POST", WORKFLOWS + "/submit", () -> {
            String name = fresh();
            keep("workflow-templates/{namespace}", "template", "WorkflowTemplate", name);
            return json("{\"resourceKind\":\"WorkflowTemplate\",\"resourceName\":\"" + name
                            + "\",\"submitOptions\":{\"labels\":\"a=b\"}}")
                    .post(WORKFLOWS + "/submit");
        });
        add(
                "GET",
                WORKFLOW,
                () -> of(done()).queryParam("fields", "metadata,spec,status").get(WORKFLOW));
        add("DELETE", WORKFLOW, () -> of(done()).delete(WORKFLOW));
        asking("retry", "{\"restartSuccessful\":false}", this::failed);
        asking("resubmit", "{\"memoized\":false}", this::done);
        asking("resume", "{}", this::waiting);
        asking("suspend", "", this::waiting);
        asking("stop", "{\"message\":\"enough\"}", this::waiting);
        asking("terminate", "{}", this::waiting);
        asking(
                "set",
                "{\"nodeFieldSelector\":\"displayName=approve\",\"outputParameters\":\"{\\\"answer\\\":\\\"yes\\\"}\"}",
                this::asking);
    }

    private void asking(String verb, String body, java.util.function.Supplier<String> workflow) {
        String path = WORKFLOW + "/" + verb;
        add("PUT", path, () -> json(body).pathParam("name", workflow.get()).put(path));
    }

    private void streams() {
        add(
                "GET",
                WORKFLOW + "/log",
                () -> of(done()).queryParam("logOptions.container", "main").get(WORKFLOW + "/log"));
        add("GET", WORKFLOW + "/{podName}/log", () -> {
            String name = done();
            return of(name).pathParam("podName", name).get(WORKFLOW + "/{podName}/log");
        });
        add(
                "GET",
                API + "/workflow-events",
                () -> anonymousOf().queryParam("listOptions.timeoutSeconds", 1).get(API + "/workflow-events"));
        add("GET", API + "/workflow-events/{namespace}", () -> {
            String name = done();
            return shortly()
                    .queryParam("listOptions.fieldSelector", "metadata.name=" + name)
                    .get(API + "/workflow-events/{namespace}");
        });
        add("GET", API + "/stream/events/{namespace}", () -> {
            done();
            return shortly().get(API + "/stream/events/{namespace}");
        });
    }

    private RequestSpecification shortly() {
        return given().queryParam("listOptions.timeoutSeconds", 1);
    }

    private static String object(String kind, String name) {
        String spec = "{\"entrypoint\":\"main\",\"templates\":[" + POD.formatted("echo") + "]}";
        String whole = kind.equals("CronWorkflow")
                ? "{\"schedules\":[\"0 0 29 2 *\"],\"suspend\":true,\"workflowSpec\":" + spec + "}"
                : spec;
        return "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"" + name
                + "\"},\"spec\":" + whole + "}";
    }

    private JsonNode keep(String path, String field, String kind, String name) {
        Response made = sent(path.contains("{namespace}"))
                .contentType("application/json")
                .body("{\"" + field + "\":" + object(kind, name) + "}")
                .post(API + "/" + path);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        return tree(made);
    }

    private void kept(String plural, String kind, String field, boolean namespaced) {
        String collection = plural + (namespaced ? "/{namespace}" : "");
        String path = API + "/" + collection;
        String one = path + "/{name}";
        if (namespaced) {
            add("GET", API + "/" + plural, () -> anonymousOf().get(API + "/" + plural));
        }
        add("GET", path, () -> {
            keep(collection, field, kind, fresh());
            return sent(namespaced).get(path);
        });
        add(
                "POST",
                path,
                () -> sent(namespaced)
                        .contentType("application/json")
                        .body("{\"" + field + "\":" + object(kind, fresh()) + "}")
                        .post(path));
        add(
                "POST",
                path + "/lint",
                () -> sent(namespaced)
                        .contentType("application/json")
                        .body("{\"" + field + "\":" + object(kind, "linted") + "}")
                        .post(path + "/lint"));
        add("GET", one, () -> {
            String name = name(keep(collection, field, kind, fresh()));
            return sent(namespaced).pathParam("name", name).get(one);
        });
        add("PUT", one, () -> {
            JsonNode there = keep(collection, field, kind, fresh());
            return sent(namespaced)
                    .contentType("application/json")
                    .body("{\"" + field + "\":" + there + "}")
                    .pathParam("name", name(there))
                    .put(one);
        });
        add("DELETE", one, () -> {
            String name = name(keep(collection, field, kind, fresh()));
            return sent(namespaced).pathParam("name", name).delete(one);
        });
    }

    /** REST Assured takes no parameter of a path that is not in it. */
    private RequestSpecification sent(boolean namespaced) {
        return namespaced ? given() : anonymousOf();
    }

    RequestSpecification anonymousOf() {
        return anonymous().header("Authorization", "Bearer " + place.token());
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private void schedules() {
        for (String verb : new String[] {"suspend", "resume"}) {
            String path = API + "/cron-workflows/{namespace}/{name}/" + verb;
            add("PUT", path, () -> {
                String name = name(keep("cron-workflows/{namespace}", "cronWorkflow", "CronWorkflow", fresh()));
                return of(name).contentType("application/json").body("{}").put(path);
            });
        }
        add(
                "GET",
                API + "/workflow-event-bindings/{namespace}",
                () -> given().get(API + "/workflow-event-bindings/{namespace}"));
        add(
                "POST",
                API + "/events/{namespace}/{discriminator}",
                () -> json("{\"a\":1}")
                        .pathParam("discriminator", "push")
                        .post(API + "/events/{namespace}/{discriminator}"));
        add("POST", API + "/events/{namespace}", () -> json("{\"a\":1}").post(API + "/events/{namespace}"));
    }

    private String uid(String name) {
        return tree(of(name).get(WORKFLOW)).at("/metadata/uid").asText();
    }

    private RequestSpecification archived(String name) {
        return anonymousOf().contentType("application/json").pathParam("uid", uid(name));
    }

    private void archived() {
        String one = ARCHIVE + "/{uid}";
        add(
                "GET",
                ARCHIVE,
                () -> anonymousOf()
                        .queryParam("namespace", place.namespace())
                        .queryParam("listOptions.limit", 2)
                        .get(ARCHIVE));
        add("GET", ARCHIVE + "-label-keys", () -> anonymousOf().get(ARCHIVE + "-label-keys"));
        add(
                "GET",
                ARCHIVE + "-label-values",
                () -> anonymousOf()
                        .queryParam("listOptions.labelSelector", "workflows.argoproj.io/phase")
                        .get(ARCHIVE + "-label-values"));
        add("GET", one, () -> archived(done()).get(one));
        add("DELETE", one, () -> archived(done()).delete(one));
        add("PUT", one + "/resubmit", () -> archived(done()).body("{}").put(one + "/resubmit"));
        add("PUT", one + "/retry", () -> archived(failed()).body("{}").put(one + "/retry"));
    }

    private void others() {
        for (String what : new String[] {"info", "version", "userinfo"}) {
            add("GET", API + "/" + what, () -> anonymousOf().get(API + "/" + what));
        }
        add(
                "POST",
                API + "/tracking/event",
                () -> anonymousOf()
                        .contentType("application/json")
                        .body("{\"name\":\"seen\"}")
                        .post(API + "/tracking/event"));
        for (String begin : new String[] {"/artifacts", "/input-artifacts"}) {
            String path = begin + "/{namespace}/{name}/{nodeId}/{artifactName}";
            add("GET", path, () -> {
                String name = done();
                return of(name).pathParam("nodeId", name)
                        .pathParam("artifactName", "none")
                        .get(path);
            });
            String byUid = begin + "-by-uid/{uid}/{nodeId}/{artifactName}";
            add("GET", byUid, () -> {
                String name = done();
                return archived(name)
                        .pathParam("nodeId", name)
                        .pathParam("artifactName", "none")
                        .get(byUid);
            });
        }
        String file =
                "/artifact-files/{namespace}/{idDiscriminator}/{id}/{nodeId}/{artifactDiscriminator}/{artifactName}";
        add("GET", file, () -> {
            String name = done();
            return given().pathParam("idDiscriminator", "workflows")
                    .pathParam("id", name)
                    .pathParam("nodeId", name)
                    .pathParam("artifactDiscriminator", "outputs")
                    .pathParam("artifactName", "none")
                    .get(file);
        });
        for (String none :
                new String[] {"event-sources", "sensors", "stream/event-sources", "stream/sensors", "sync"}) {
            add("*", API + "/" + none + "/*", () -> anonymousOf().get(API + "/" + none + "/team"));
        }
        for (String path : new String[] {"/openapi.json", "/assets/openapi-spec/swagger.json", "/healthz"}) {
            add("GET", path, () -> anonymous().get(path));
        }
    }
}
