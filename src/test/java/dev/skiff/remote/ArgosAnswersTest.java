package dev.skiff.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.WorkflowService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Argo's own server (3.6.5) does otherwise than ours; src/test/argo/server.sh tries the real one. */
class ArgosAnswersTest {
    private static final String TEMPLATE = "{\"metadata\":{\"name\":\"one\",\"resourceVersion\":\"7\"},\"spec\":{}}";

    private final AtomicReference<String> put = new AtomicReference<>("");
    private HttpServer server;
    private RemoteService service;
    private WorkflowService.Session session;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean one = exchange.getRequestURI().getPath().endsWith("/one");
            if (exchange.getRequestMethod().equals("PUT")) {
                put.set(body);
            }
            byte[] answer = (one ? TEMPLATE : "{\"items\":[" + TEMPLATE + "],\"metadata\":{}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        service = new RemoteService(new ServerAccess(url, "", null, false, null, List.of(), Duration.ofSeconds(20)));
        session = service.as(Caller.NOBODY);
    }

    @AfterEach
    void close() {
        service.close();
        server.stop(0);
    }

    @Test
    void whatHasNoKindIsGivenTheOneThatWasAskedFor() throws InterruptedException {
        JsonNode one = session.get(ResourceKind.WORKFLOW_TEMPLATE, "team", "one");
        assertThat(one.properties().iterator().next().getKey()).isEqualTo("apiVersion");
        assertThat(one.path("kind").asText()).isEqualTo("WorkflowTemplate");
        assertThat(session.list(ResourceKind.CRON_WORKFLOW, "team", ListQuery.ALL)
                        .items())
                .extracting(item -> item.path("kind").asText())
                .containsExactly("CronWorkflow");
    }

    @Test
    void whatIsReplacedIsSentWithThePresentVersion() throws InterruptedException, IOException {
        ObjectNode fresh = JsonNodeFactory.instance.objectNode();
        fresh.putObject("metadata").put("name", "one");
        session.replace(ResourceKind.WORKFLOW_TEMPLATE, "team", "one", fresh);
        JsonNode sent = ModelMapper.lenient().readTree(put.get());
        assertThat(sent.at("/template/metadata/resourceVersion").asText()).isEqualTo("7");
        assertThat(fresh.at("/metadata").has("resourceVersion")).isFalse();
        fresh.withObjectProperty("metadata").put("resourceVersion", "3");
        session.replace(ResourceKind.WORKFLOW_TEMPLATE, "team", "one", fresh);
        assertThat(put.get()).contains("\"resourceVersion\":\"3\"");
    }
}
