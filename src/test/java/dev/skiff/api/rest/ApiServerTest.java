package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.WebServer;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server answers, on a socket of this machine and over a service that runs nothing. */
class ApiServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "secret-of-the-test";
    private static final String HELLO = """
            {"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow","metadata":{"generateName":"hello-","creationTimestamp":null},
             "spec":{"entrypoint":"main","arguments":{},"templates":[{"name":"main","inputs":{},"outputs":{},"metadata":{},
               "container":{"name":"","image":"busybox","command":["true"],"resources":{}}}]},
             "status":{"startedAt":null,"finishedAt":null}}""";
    private static final String MANIFEST = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: by-hand}
            spec:
              entrypoint: main
              templates:
                - name: main
                  container: {image: busybox, command: ["true"]}
            """;

    private static Vertx vertx;
    private static HttpClient client;
    private final MemoryService service = new MemoryService();
    private WebServer.Opened server;

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() {
        server = ApiServers.open(
                vertx,
                InstantSource.system(),
                service,
                new WebServer.Settings("127.0.0.1", 0, TOKEN, null, List.of(), 64 * 1024));
    }

    @AfterEach
    void close() {
        server.close();
    }

    record Answer(int status, JsonNode body, HttpResponse<String> http) {}

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(20));
    }

    private static Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (IOException e) {
            body = JSON.getNodeFactory().textNode(answer.body());
        }
        return new Answer(answer.statusCode(), body, answer);
    }

    private Answer get(String path) throws IOException, InterruptedException {
        return send(to(path).GET().build());
    }

    private Answer call(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = to(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private Answer createdByArgo() throws IOException, InterruptedException {
        return call("POST", "/api/v1/workflows/team", "{\"workflow\":" + HELLO + "}");
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long last = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(last);
            Thread.sleep(10);
        }
    }

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
    void streamsAreEventsForWhoAsksForThem() throws Exception {
        createdByArgo();
        HttpResponse<InputStream> answer = client.send(
                to("/api/v1/workflow-events/team?fields=result.type,result.object.metadata.name")
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine())
                    .startsWith("data: {\"result\":{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"hello-");
            assertThat(lines.readLine()).isEmpty();
            service.end("team", "hello-0", "Succeeded");
            assertThat(lines.readLine()).contains("MODIFIED");
        }
        await("the stream's thread has ended", () -> service.streams.get() == 0);
    }

    @Test
    void logsAreALineEachWithoutEvents() throws Exception {
        createdByArgo();
        service.lines.add(new LogEntry("one", "pod-1"));
        service.lines.add(new LogEntry("two", "pod-2"));
        HttpResponse<String> answer = client.send(
                to("/api/v1/workflows/team/hello-0/log?logOptions.container=main")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body().lines())
                .containsExactly(
                        "{\"result\":{\"content\":\"one\",\"podName\":\"pod-1\"}}",
                        "{\"result\":{\"content\":\"two\",\"podName\":\"pod-2\"}}");
        Answer missing = get("/api/v1/workflows/team/nobody/log");
        assertThat(missing.status()).isEqualTo(404);
    }

    /** A reader that does not read holds the sender back, and one that is gone is worked for no longer. */
    @Test
    void whoReadsSlowlyHoldsNothingButItsOwnStream() throws Exception {
        createdByArgo();
        URI uri = URI.create(server.url());
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            slow.setReceiveBufferSize(4096);
            slow.getOutputStream()
                    .write(
                            ("GET /api/v1/workflows/team/hello-0/log?logOptions.follow=true HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Authorization: Bearer " + TOKEN + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            await("the stream has begun", () -> service.made.get() > 0);
            int before = -1;
            while (before != service.made.get()) {
                before = service.made.get();
                Thread.sleep(300);
            }
            assertThat(service.made.get())
                    .as("entries of 10 KB made for nobody")
                    .isLessThan(2000);
            assertThat(get("/api/v1/workflows/team/hello-0").status()).isEqualTo(200);
        }
        await("the stream's thread has ended", () -> service.streams.get() == 0);
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
    void theWayIsGuarded() throws Exception {
        HttpRequest.Builder nobody = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/workflows/team"));
        assertThat(send(nobody.copy().build()).status()).isEqualTo(401);
        assertThat(send(nobody.copy().header("Authorization", "Bearer wrong").build())
                        .body()
                        .path("message")
                        .asText())
                .doesNotContain(TOKEN);
        assertThat(send(to("/api/v1/workflows/team")
                                .header("Origin", "https://evil.example")
                                .build())
                        .status())
                .isEqualTo(403);
        assertThat(send(to("/api/v1/workflows/team")
                                .header("Origin", server.url())
                                .build())
                        .status())
                .isEqualTo(200);
        String rebound = raw("GET /api/v1/workflows/team HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
                + TOKEN + "\r\nConnection: close\r\n\r\n");
        assertThat(rebound).startsWith("HTTP/1.1 403");
        assertThat(get("/api/v1/workflows/team").http().headers().firstValue("access-control-allow-origin"))
                .isEmpty();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsWrongIsSaidWithoutATrace() throws Exception {
        assertThat(call("POST", "/api/v1/workflows/team", "{\"workflow\":\"" + "x".repeat(100_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(call("POST", "/api/v1/workflows/team", "[".repeat(5000)).status())
                .isEqualTo(400);
        assertThat(call("POST", "/api/v1/workflows/team", "<x/>", "Content-Type", "text/xml")
                        .status())
                .isEqualTo(400);
        assertThat(get("/api/v1/workflows/team?listOptions.limit=many")
                        .body()
                        .path("message")
                        .asText())
                .isEqualTo("query parameter listOptions.limit: 'many' is not a whole number");
        assertThat(get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(get("/api/v1/sensors/team").body().path("message").asText()).contains("Argo Events");
        assertThat(call("PATCH", "/api/v1/workflows/team", "")
                        .body()
                        .path("message")
                        .asText())
                .isEqualTo("there is no PATCH /api/v1/workflows/team; /openapi.json has what there is");
    }

    @Test
    void noBodyAndNoQueryBreaksIt() throws Exception {
        Random random = new Random(5);
        String alphabet = "{}[]\",:=%&?\\\u0000\u00e9 abc019\n";
        List<String> paths = List.of(
                "/api/v1/workflows/team",
                "/api/v1/workflows/team/submit",
                "/api/v1/workflow-templates/team",
                "/api/v1/cron-workflows/team/lint");
        for (int i = 0; i < 300; i++) {
            StringBuilder body = new StringBuilder(i % 2 == 0 ? "{\"workflow\":" : "");
            for (int n = random.nextInt(60); n > 0; n--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String yaml = i % 3 == 0 ? "application/yaml" : "application/json";
            Answer answer = call("POST", paths.get(i % paths.size()), body.toString(), "Content-Type", yaml);
            assertThat(answer.status()).as("%s", body).isBetween(400, 499);
            assertThat(answer.body().path("message").asText())
                    .isNotEmpty()
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception");
        }
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

    @Test
    void artifactsAreDownloadsThatNoBrowserRuns() throws Exception {
        HttpResponse<String> file =
                client.send(to("/artifacts/team/wf/wf-1/result").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(file.body()).contains("nodeId=wf-1").contains("artifact=result");
        assertThat(file.headers().firstValue("content-disposition")).contains("attachment; filename=\"a_b.txt\"");
        assertThat(file.headers().firstValue("content-security-policy").orElse(""))
                .contains("sandbox");
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
