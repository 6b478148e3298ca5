package dev.skiff.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams as servers and proxies give them, and break them off; refusals of whatever stands between. */
class StreamsTest {
    /** Ends a part without its end: the connection breaks. */
    private static final String BREAKS = "(breaks)";

    private final Deque<String> streams = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String phase = "Running";
    private boolean knowsTimes = true;
    private HttpServer server;
    private RemoteService service;
    private WorkflowService.Session session;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofMillis(50));
        service = new RemoteService(
                new ServerAccess(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/argo/"),
                        "",
                        null,
                        false,
                        null,
                        List.of("X-Team: blue"),
                        Duration.ofSeconds(10)),
                patience);
        session = service.as(new Caller("Bearer abc"));
    }

    @AfterEach
    void close() {
        service.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("X-team") + " " + path);
        if (!path.contains("/log?")) {
            whole(exchange, 200, "{\"status\":{\"phase\":\"" + phase + "\"}}");
            return;
        }
        if (!knowsTimes && path.contains("timestamps=true")) {
            whole(exchange, 400, "{\"code\":3,\"message\":\"timestamps cannot be had here\"}");
            return;
        }
        String next = streams.poll();
        if (next == null || next.startsWith("5")) {
            whole(exchange, 502, "<html>Bad Gateway</html>");
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        out.write(next.replace(BREAKS, "").getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (next.endsWith(BREAKS)) {
            // the server closes the connection then, without the last chunk
            throw new IOException("broken off on purpose");
        }
        if (streams.isEmpty()) {
            phase = "Succeeded";
        }
        exchange.close();
    }

    private static void whole(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String line(String pod, String content) {
        return "data: {\"result\":{\"content\":\"" + content + "\",\"podName\":\"" + pod + "\"}}\n\n";
    }

    private List<String> logs(boolean follow) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        session.logs("team", "one", LogQuery.all(follow), (LogEntry e) -> heard.add(e.podName() + " " + e.content()));
        return heard;
    }

    @Test
    void eventsCommentsAndBareObjectsAreUnderstood() throws InterruptedException {
        streams.add(":\nevent: message\r\n" + line("a", "1").replace("\n", "\r\n")
                + "\n{\"result\":{\"content\":\"2\",\"podName\":\"b\"}}\n"
                + "data:{\"result\":{\"content\":\"ä\",\"podName\":\"c\"}}");
        assertThat(logs(false)).containsExactly("a 1", "b 2", "c ä");
        assertThat(asked)
                .containsExactly("Bearer abc blue /argo/api/v1/workflows/team/one/log?logOptions.container=main");
    }

    @Test
    void anErrorWithinAStreamIsOneOfTheServer() {
        streams.add(line("a", "1") + "data: {\"error\":{\"code\":7,\"message\":\"pods is forbidden\"}}\n\n");
        assertThatThrownBy(() -> logs(false))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.why()).isEqualTo(Why.FORBIDDEN))
                .hasMessage("pods is forbidden");
    }

    @Test
    void followedLinesAreGivenOnceAlthoughTheyComeAgain() throws InterruptedException {
        String t1 = "2026-01-02T03:04:05.000000001Z ";
        String t2 = "2026-01-02T03:04:05.000000002Z ";
        String t3 = "2026-01-02T03:04:06Z ";
        streams.add(
                line("a", t2 + "one") + line("a", t1 + "late") + line("a", t2 + "two") + line("b", "untimed") + BREAKS);
        streams.add("502");
        streams.add(line("a", t2 + "one")
                + line("a", t1 + "late")
                + line("b", "untimed")
                + line("a", t2 + "two")
                + line("a", t2 + "three")
                + line("b", "untimed")
                + line("a", t3)
                + line("c", t1 + "new"));
        assertThat(logs(true))
                .containsExactly("a one", "a late", "a two", "b untimed", "a three", "b untimed", "a ", "c new");
        assertThat(asked.getFirst()).contains("logOptions.follow=true").contains("logOptions.timestamps=true");
    }

    @Test
    void whereNoTimesAreKnownLinesAreCountedAlsoTheLastOnes() throws InterruptedException {
        knowsTimes = false;
        streams.add(line("a", "1") + line("b", "1") + line("a", "2"));
        streams.add(line("a", "1") + line("a", "2") + line("a", "3") + BREAKS);
        streams.add(line("a", "1") + line("a", "2") + line("b", "1") + line("a", "3") + line("a", "4"));
        List<String> heard = new ArrayList<>();
        LogQuery last = new LogQuery("", "", "", true, false, false, null, 1, 0, "");
        session.logs("team", "one", last, e -> heard.add(e.podName() + " " + e.content()));
        assertThat(heard).containsExactly("a 2", "b 1", "a 3", "a 4");
    }

    @Test
    void aStreamThatEndsBeforeItsWorkflowIsBegunAgain() throws InterruptedException {
        streams.add(line("a", "1"));
        streams.add(line("a", "1") + line("a", "2"));
        assertThat(logs(true)).containsExactly("a 1", "a 2");
    }

    @Test
    void whatCannotBeBegunIsNotTriedAgain() {
        assertThatThrownBy(() -> logs(true))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("HTTP 502")
                .hasMessageNotContaining("<html>");
        assertThat(asked).hasSize(1);
        server.stop(0);
        assertThatThrownBy(() -> session.list(ResourceKind.WORKFLOW, "team", ListQuery.ALL))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.why()).isEqualTo(Why.UNAVAILABLE))
                .hasMessageContaining("does not answer");
    }

    @Test
    void aNameIsAPartOfAPathAndNoMore() throws InterruptedException {
        session.get(ResourceKind.WORKFLOW, "team", "../a?b c");
        assertThat(asked.getFirst()).endsWith("/argo/api/v1/workflows/team/..%2Fa%3Fb%20c");
    }
}
