package dev.skiff.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Workflow;
import dev.skiff.port.Await;
import dev.skiff.port.Traces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a collector made by hand, which keeps what it is sent. */
class OtlpTracesTest {
    private static final Instant END = Instant.parse("2026-11-26T01:00:09Z");

    private record Received(String path, String contentType, String authorization, byte[] body) {
        boolean names(String text) {
            return new String(body, StandardCharsets.ISO_8859_1).contains(text);
        }
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void open() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void close() {
        collector.stop(0);
    }

    private Traces traces() {
        return OtlpTraces.of(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=Bearer%20abc"));
    }

    @Test
    void aWorkflowThatHasEndedIsSent() {
        try (Traces traces = traces()) {
            traces.ended(SpanPlanTest.workflow(
                    END, SpanPlanTest.node("extract", NodeType.POD, null, NodePhase.SUCCEEDED, 0, 4)));
            Await.until("the collector has it", () -> !received.isEmpty(), received::size);
        }

        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/v1/traces");
            assertThat(request.contentType()).isEqualTo("application/x-protobuf");
            assertThat(request.authorization()).isEqualTo("Bearer abc");
            assertThat(request.names("workflow etl") && request.names("extract") && request.names("service.name"))
                    .isTrue();
        });
    }

    @Test
    void closingSendsWhatWaits() {
        try (Traces traces = traces()) {
            IntStream.range(0, 20).forEach(i -> traces.ended(SpanPlanTest.workflow(END)));
        }

        assertThat(received).hasSize(20);
    }

    @Test
    void manyNodesAreSentInParts() {
        NodeStatus[] nodes = IntStream.range(0, 1200)
                .mapToObj(i -> SpanPlanTest.node("n" + i, NodeType.POD, null, NodePhase.SUCCEEDED, 0, 1))
                .toArray(NodeStatus[]::new);
        try (Traces traces = traces()) {
            traces.ended(SpanPlanTest.workflow(END, nodes));
        }

        assertThat(received).hasSize(3);
    }

    @Test
    void largeWorkflowsDoNotPileUp() {
        NodeStatus[] nodes = IntStream.range(0, 20_000)
                .mapToObj(i -> SpanPlanTest.node("n" + i, NodeType.POD, null, NodePhase.SUCCEEDED, 0, 1))
                .toArray(NodeStatus[]::new);
        Workflow large = SpanPlanTest.workflow(END, nodes);
        CountDownLatch answered = new CountDownLatch(1);
        collector.removeContext("/");
        collector.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            received.add(new Received("", "", "", new byte[0]));
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        try (Traces traces = traces()) {
            IntStream.range(0, 10).forEach(i -> traces.ended(large));
            Await.until("the first is being sent", () -> !received.isEmpty(), received::size);
            answered.countDown();
        }

        // two of them fit: each is sent in forty parts
        assertThat(received).hasSize(2 * 40);
    }

    @Test
    void aCollectorThatIsAwayHoldsNobodyUp() {
        collector.stop(0);
        try (Traces traces = traces()) {
            IntStream.range(0, 1000).forEach(i -> traces.ended(SpanPlanTest.workflow(END)));
        }

        assertThat(received).isEmpty();
    }
}
