package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the server answers over HTTP, wherever its workflows live: paths, statuses, shapes and refusals, as its own description has them. */
abstract class RestContract {
    private static final String WORKFLOWS = "/api/v1/workflows/{namespace}";
    private static final int TEN_MB = 10 << 20;

    abstract RestPlace place();

    private RestCases cases() {
        return new RestCases(place());
    }

    private static List<Endpoint> table(RestPlace place) {
        return ApiServers.endpoints(InstantSource.system(), place.namespace());
    }

    private RestTable described() {
        return new RestTable(RestCases.tree(cases().anonymous().get("/openapi.json")));
    }

    /** Every operation of the table is tried: one that is new is a failure until there is a case for it. */
    @TestFactory
    Stream<DynamicTest> everyEndpointAnswersAsItIsDescribed() {
        RestCases cases = cases();
        RestTable described = described();
        List<String> endpoints =
                table(place()).stream().map(e -> e.method() + " " + e.path()).toList();
        assertThat(new TreeSet<>(cases.all().keySet())).isEqualTo(new TreeSet<>(endpoints));
        return table(place()).stream().map(endpoint -> {
            String name = endpoint.method() + " " + endpoint.path();
            return DynamicTest.dynamicTest(name, () -> {
                Response answer = cases.all().get(name).ask();
                assertThat(answer.statusCode())
                        .as("%s: %s", name, answer.asString())
                        .isEqualTo(expected(endpoint));
                judge(described, endpoint, answer);
            });
        });
    }

    private int expected(Endpoint endpoint) {
        String path = endpoint.path();
        boolean archive = path.contains("archived-workflows") || path.contains("-by-uid");
        if (archive && !place().hasArchive()) {
            return 501;
        }
        return path.contains("artifact") || endpoint.method().equals("*") ? 404 : 200;
    }

    private void judge(RestTable described, Endpoint endpoint, Response answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        if (answer.statusCode() >= 400) {
            error(answer);
        }
        if (endpoint.operation().isEmpty()) {
            return;
        }
        if (!endpoint.streams()) {
            described.judge(
                    endpoint.method(),
                    endpoint.path(),
                    answer.statusCode(),
                    answer.contentType(),
                    RestCases.tree(answer));
            return;
        }
        for (String line : answer.asString().lines().filter(l -> !l.isBlank()).toList()) {
            JsonNode one = parsed(line);
            assertThat(one.properties()).as(line).hasSize(1);
            described.judge(endpoint.method(), endpoint.path(), 200, answer.contentType(), one);
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return RestCases.JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** In the shape of Argo's gateway, without a trace of how the server is made. @return the message */
    private String error(Response answer) {
        assertThat(answer.contentType())
                .as("%d %s: %s", answer.statusCode(), answer.headers(), answer.asString())
                .startsWith("application/json");
        JsonNode body = RestCases.tree(answer);
        assertThat(body.path("code").isIntegralNumber()).as("%s", body).isTrue();
        String message = body.path("message").asText();
        assertThat(message)
                .isNotBlank()
                .doesNotContain("\tat ")
                .doesNotContain("Exception")
                .doesNotContain("dev.skiff");
        assertThat(body.path("error").asText()).isEqualTo(message);
        assertThat(answer.asString()).doesNotContain("Bearer " + place().token());
        return message;
    }

    private String refused(Response answer, int status) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        return error(answer);
    }

    @Test
    void everyParameterOfAPathAndQueryIsDescribed() {
        RestTable described = described();
        for (Endpoint endpoint : table(place())) {
            if (endpoint.operation().isEmpty()) {
                continue;
            }
            Map<String, JsonNode> parameters = described.parameters(endpoint.method(), endpoint.path());
            for (Param param : endpoint.query()) {
                assertThat(parameters).as(endpoint.path()).containsKey("query " + param.name());
            }
            for (String part : endpoint.path().split("/", -1)) {
                if (part.startsWith("{")) {
                    JsonNode path = parameters.get("path " + part.substring(1, part.length() - 1));
                    assertThat(path != null && path.path("required").asBoolean())
                            .as("%s of %s", part, endpoint.path())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aManifestIsMadeAndWhereItIsIsSaid() {
        String name = RestCases.fresh();
        Response made = cases().json(RestCases.hello(name)).post(WORKFLOWS);
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/workflows/" + place().namespace() + "/" + name);
        assertThat(RestCases.name(RestCases.tree(made))).isEqualTo(name);
        assertThat(RestCases.tree(made).at("/metadata/uid").asText()).isNotEmpty();
        assertThat(refused(cases().json(RestCases.hello(name)).post(WORKFLOWS), 409))
                .isEqualTo("workflows.argoproj.io \"" + name + "\" already exists");
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertThat(refused(cases().json("{\"workflow\":{\"spec\":\n  {]}").post(WORKFLOWS), 400))
                .contains("body:2:");
        assertThat(refused(
                        cases().given()
                                .contentType("application/yaml")
                                .body("kind: Workflow\nmetadata: {name: x\n")
                                .post(WORKFLOWS),
                        400))
                .contains("body:");
        Response wrong = cases().create(RestCases.hello(RestCases.fresh())
                .replace("\"entrypoint\":\"main\"", "\"entrypoint\":\"mian\""));
        assertThat(refused(wrong, 400)).contains("mian");
        JsonNode problems = RestCases.tree(wrong).path("problems");
        assertThat(problems).isNotEmpty().allSatisfy(p -> assertThat(p.asText()).contains("spec.entrypoint"));
        assertThat(refused(cases().create("{\"metadata\":{},\"spec\":{}}"), 400))
                .contains("generateName");
        assertThat(refused(cases().json("[]").post(WORKFLOWS), 400)).contains("object");
        assertThat(refused(cases().json("{\"workflow\":[]}").post(WORKFLOWS), 400))
                .contains("workflow");
        assertThat(refused(cases().json("{\"workflow\":" + "[".repeat(50_000)).post(WORKFLOWS), 400))
                .isNotBlank();
        assertThat(refused(
                        cases().create(RestCases.hello(RestCases.fresh())
                                .replace("\"metadata\":{", "\"metadata\":{\"namespace\":\"elsewhere\",")),
                        400))
                .contains("elsewhere");
    }

    @Test
    void whatNoBodyMayBeIsRefused() {
        assertThat(refused(cases().given().contentType("text/xml").body("<x/>").post(WORKFLOWS), 400))
                .contains("text/xml", "application/json");
        refused(cases().json("{\"workflow\":\"" + "x".repeat(TEN_MB) + "\"}").post(WORKFLOWS), 413);
        refused(
                cases().given()
                        .contentType("application/yaml")
                        .body("a: &a [*a, *a]\nkind: Workflow\n")
                        .post(WORKFLOWS),
                400);
    }

    @Test
    void whoAsksIsKnownOrHears401AndWhoMayNotHears403() {
        RestCases cases = cases();
        String path = "/api/v1/workflows/" + place().namespace();
        Response nobody = cases.anonymous().get(path);
        assertThat(refused(nobody, 401)).contains("Bearer");
        assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
        for (String token : List.of("wrong", place().token() + "x", "a b")) {
            Response wrong =
                    cases.anonymous().header("Authorization", "Bearer " + token).get(path);
            refused(wrong, 401);
        }
        refused(
                cases.anonymous()
                        .header("Authorization", "Basic " + place().token())
                        .get(path),
                401);
        refused(place().forbidden(), 403);
        assertThat(cases.anonymous().get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(refused(cases().given().get(WORKFLOWS + "/no-such-thing"), 404))
                .isEqualTo("workflows.argoproj.io \"no-such-thing\" not found");
        refused(cases().given().get("/api/v1/workflow-templates/{namespace}/no-such-thing"), 404);
        refused(cases().given().delete(WORKFLOWS + "/no-such-thing"), 404);
        refused(cases().json("{}").put(WORKFLOWS + "/no-such-thing/stop"), 404);
        refused(cases().given().get(WORKFLOWS + "/no-such-thing/log"), 404);
        assertThat(refused(cases().anonymousOf().get("/api/v1/nothing"), 404)).contains("/openapi.json");
        refused(cases().anonymousOf().get("/api/v2/workflows/x"), 404);
    }

    @Test
    void aMethodThatAPathDoesNotHaveIsSaidToBeNone() {
        Response wrong = cases().given().patch(WORKFLOWS);
        assertThat(refused(wrong, 405)).contains("PATCH", "/openapi.json");
        assertThat(wrong.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        refused(cases().json("{}").post("/api/v1/workflows/{namespace}/some/stop"), 405);
        Response options = cases().given().options(WORKFLOWS);
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(options.header("Access-Control-Allow-Methods")).isNull();
    }

    @Test
    void headIsGetWithoutItsBody() {
        Headers get = cases().anonymousOf().get("/api/v1/version").headers();
        Response head = cases().anonymousOf().head("/api/v1/version");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.asString()).isEmpty();
        assertThat(head.contentType()).isEqualTo(get.getValue("Content-Type"));
        assertThat(cases().given().head(WORKFLOWS + "/no-such-thing").statusCode())
                .isEqualTo(404);
        assertThat(cases().anonymous().head("/api/v1/version").statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsWrongInAQueryIsNamed() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "listOptions.limit", "many",
                        "listOptions.continue", "bm8gdG9rZW4",
                        "listOptions.labelSelector", "a in (",
                        "listOptions.fieldSelector", "spec.nothing=1",
                        "nameFilter", "Regex",
                        "createdAfter", "yesterday",
                        "finishedBefore", "2026-13-45T00:00:00Z",
                        "fields", "a,".repeat(600))
                .entrySet()) {
            Response answer =
                    cases().given().queryParam(wrong.getKey(), wrong.getValue()).get(WORKFLOWS);
            assertThat(answer.statusCode())
                    .as("%s: %s", wrong, answer.asString())
                    .isIn(400, 410);
            error(answer);
        }
        refused(cases().given().queryParam("listOptions.limit", -1).get(WORKFLOWS), 400);
        refused(
                cases().given()
                        .queryParam("wait", "soon")
                        .contentType("application/json")
                        .body("{\"workflow\":" + RestCases.hello(RestCases.fresh()) + "}")
                        .post(WORKFLOWS),
                400);
        refused(cases().given().queryParam("grep", "(").get(WORKFLOWS + "/" + cases().done() + "/log"), 400);
    }

    @Test
    void oddAddressesAreReadAsTheyAreMeant() {
        RestCases cases = cases();
        String path = place().url() + "/api/v1/workflows/" + place().namespace();
        List<String> odd = new ArrayList<>(List.of(
                path + "/..%2F..%2Fetc",
                path + "/%00",
                path + "/%E2%98%83",
                path + "/a%20b",
                path + "/" + "x".repeat(300)));
        for (String url : odd) {
            Response answer = cases.anonymous()
                    .urlEncodingEnabled(false)
                    .header("Authorization", "Bearer " + place().token())
                    .get(url);
            assertThat(answer.statusCode()).as("%s: %s", url, answer.asString()).isIn(400, 404);
            error(answer);
        }
        String name = cases.done();
        String dotted = name.replace("-", "%2D");
        Response found = cases.anonymous()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + place().token())
                .get(path + "/" + dotted);
        assertThat(RestCases.name(RestCases.tree(found))).isEqualTo(name);
    }

    /** What no client of HTTP sends. */
    @Test
    void addressesThatAreNoneAreRefused() throws IOException {
        String path = "/api/v1/workflows/" + place().namespace();
        for (String odd : List.of(
                path + "?fields=%",
                path + "?%zz=1",
                path + "?listOptions.limit=%GG",
                path + "/%",
                path + "/%zz",
                path + "?&&&=&a",
                path + "?fields=metadata&fields=x",
                "http://elsewhere.example" + path,
                "*")) {
            String answer = raw(odd);
            assertThat(answer).as(odd).matches("(?s)HTTP/1.1 (200|400|403|404) .*");
            assertThat(answer).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    private String raw(String target) throws IOException {
        URI uri = URI.create(place().url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + place().token() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void fieldsAreExactlyWhatWasAskedFor() {
        String name = cases().done();
        String of = WORKFLOWS + "/" + name;
        JsonNode some = RestCases.tree(cases().given()
                .queryParam("fields", "metadata.name,status.phase")
                .get(of));
        var wanted = JsonNodeFactory.instance.objectNode();
        wanted.putObject("metadata").put("name", name);
        wanted.putObject("status").put("phase", "Succeeded");
        assertThat(some).isEqualTo(wanted);
        JsonNode most = RestCases.tree(
                cases().given().queryParam("fields", "-status.nodes,spec").get(of));
        assertThat(most.has("spec")).isFalse();
        assertThat(most.path("status").has("nodes")).isFalse();
        assertThat(most.at("/metadata/uid").asText()).isNotEmpty();
        JsonNode list = RestCases.tree(cases().given()
                .queryParam("listOptions.fieldSelector", "metadata.name=" + name)
                .queryParam("fields", "items.metadata.name")
                .get(WORKFLOWS));
        assertThat(list.toString()).isEqualTo("{\"items\":[{\"metadata\":{\"name\":\"" + name + "\"}}]}");
    }
}
