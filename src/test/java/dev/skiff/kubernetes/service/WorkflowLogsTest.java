package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.WorkflowService;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkflowLogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/argo/workflows";
    private static final String PODS = "/api/v1/namespaces/argo/pods";
    private static final String TIME = "2026-11-25T20:00:00.5Z ";

    private final FakeKubeApi api = new FakeKubeApi();
    private final WorkflowService.Session session = new ClusterService(
                    Callers.byToken(api), new ServiceSettings("", InstantSource.system(), FakeDepot.EMPTY))
            .as(new Caller("token"));

    @BeforeEach
    void aWorkflow() {
        api.put(WORKFLOWS, json("{'metadata': {'name': 'w', 'namespace': 'argo'}, 'spec': {}}"));
    }

    @AfterEach
    void end() {
        api.close();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void pod(String name, String state, String... containers) {
        StringBuilder specs = new StringBuilder();
        StringBuilder statuses = new StringBuilder();
        for (String container : containers) {
            String comma = specs.isEmpty() ? "" : ",";
            specs.append(comma).append("{'name': '").append(container).append("'}");
            statuses.append(comma)
                    .append("{'name': '")
                    .append(container)
                    .append("', 'state': {'")
                    .append(state)
                    .append("': {}}}");
        }
        api.put(PODS, json("""
                {'metadata': {'name': '%s', 'labels': {'workflows.argoproj.io/workflow': 'w', 'step': '%s'},
                    'annotations': {'workflows.argoproj.io/node-id': 'node-%s'}},
                 'spec': {'containers': [%s]}, 'status': {'phase': 'Running', 'containerStatuses': [%s]}}
                """.formatted(name, name, name, specs, statuses)));
    }

    private void log(String pod, String container, String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(TIME).append(line).append('\n');
        }
        api.log(pod, container, text.toString());
    }

    private List<String> read(LogQuery query) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        session.logs("argo", "w", query, entry -> lines.add(entry.podName() + ": " + entry.content()));
        return lines;
    }

    private static LogQuery query(String pod, String container, String labels, String grep) {
        return new LogQuery(pod, container, labels, false, false, false, null, -1, 0, grep);
    }

    @Test
    void allPodsOfTheWorkflowAreReadAndNoOthers() throws Exception {
        pod("one", "terminated", "main", "wait");
        pod("two", "terminated", "main");
        pod("waiting", "waiting", "main");
        log("one", "main", "a", "", "b");
        log("one", "wait", "about Argo");
        log("two", "main", "c");
        api.put(PODS, json("{'metadata': {'name': 'other'}, 'spec': {'containers': [{'name': 'main'}]}}"));

        List<String> lines = read(LogQuery.all(false));

        assertThat(lines).containsExactlyInAnyOrder("one: a", "one: ", "one: b", "two: c");
        assertThat(lines).containsSubsequence("one: a", "one: ", "one: b");
    }

    @Test
    void whatWasAskedForIsRead() throws Exception {
        pod("one", "terminated", "main", "side");
        pod("two", "terminated", "a", "b", "wait");
        log("one", "main", "alpha", "beta", "gamma");
        log("one", "side", "beside");
        log("two", "a", "of a");
        log("two", "b", "of b");

        assertThat(read(query("one", "side", "", ""))).containsExactly("one: beside");
        assertThat(read(query("node-one", "", "", "^.e"))).containsExactly("one: beta");
        assertThat(read(query("", "", "step=two", ""))).containsExactlyInAnyOrder("two: of a", "two: of b");
        assertThat(read(new LogQuery("one", "", "", false, false, true, null, -1, 28, "")))
                .containsExactly("one: " + TIME + "alpha");
        assertThat(api.calls()).noneMatch(c -> c.contains("limitBytes"));
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        ServiceException badGrep =
                catchThrowableOfType(ServiceException.class, () -> read(query("", "", "", "(unclosed")));
        assertThat(badGrep.why()).isEqualTo(ServiceException.Why.INVALID);
        ServiceException none = catchThrowableOfType(
                ServiceException.class, () -> session.logs("argo", "none", LogQuery.all(false), entry -> {}));
        assertThat(none.why()).isEqualTo(ServiceException.Why.NOT_FOUND);
    }

    @Test
    void whoMayNotReadLogsIsToldSo() {
        pod("one", "terminated", "main");
        api.refuse(1, FakeKubeApi.of("GET", "/log"), 403, "Forbidden", "no");

        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> read(LogQuery.all(false)));

        assertThat(refused.why()).isEqualTo(ServiceException.Why.FORBIDDEN);
    }

    @Test
    void aFollowerHearsPodsThatComeLaterUntilTheWorkflowHasEnded() throws Exception {
        pod("one", "terminated", "main");
        log("one", "main", "first");
        log("two", "main", "second");
        log("three", "main", "third");
        LinkedBlockingQueue<LogEntry> entries = new LinkedBlockingQueue<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                session.logs("argo", "w", LogQuery.all(true), entries::put);
                end.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        assertThat(entries.poll(10, TimeUnit.SECONDS)).isEqualTo(new LogEntry("first", "one"));
        pod("two", "waiting", "main");
        api.change(
                PODS + "/two",
                p -> p.withObject("/status")
                        .putArray("containerStatuses")
                        .add(json("{'name': 'main', 'state': {'terminated': {}}}")));
        assertThat(entries.poll(10, TimeUnit.SECONDS)).isEqualTo(new LogEntry("second", "two"));
        assertThat(end).isNotDone();

        api.breakWatches();
        pod("three", "terminated", "main");
        api.change(
                WORKFLOWS + "/w",
                w -> w.withObject("/metadata").putObject("labels").put("workflows.argoproj.io/completed", "true"));

        end.get(10, TimeUnit.SECONDS);
        assertThat(entries).containsExactly(new LogEntry("third", "three"));
        api.settle();
        assertThat(api.watches()).isZero();
    }

    @Test
    void whoIsNoLongerThereIsReadForNoLonger() throws Exception {
        pod("one", "running", "main");
        log("one", "main", "first");
        CompletableFuture<Void> first = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                session.logs("argo", "w", LogQuery.all(true), entry -> {
                    first.complete(null);
                    Thread.sleep(java.time.Duration.ofHours(1));
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        first.get(10, TimeUnit.SECONDS);
        reader.interrupt();
        reader.join(10_000);

        assertThat(reader.isAlive()).isFalse();
        for (int i = 0; i < 100 && api.watches() > 0; i++) {
            Thread.sleep(20);
        }
        assertThat(api.watches()).isZero();
    }

    // lines

    private static List<String> cut(LogLines lines, List<String> into, String... pieces) throws InterruptedException {
        for (String piece : pieces) {
            lines.take(piece.getBytes(StandardCharsets.UTF_8));
        }
        lines.finish();
        return into;
    }

    @Test
    void aLineThatIsTooLongComesInPieces() throws Exception {
        String many = "ä".repeat(100_000);
        List<String> found = new ArrayList<>();

        cut(new LogLines((time, text) -> found.add(text)), found, TIME, many, "\n" + TIME + "next\n");

        assertThat(found.getLast()).isEqualTo("next");
        assertThat(String.join("", found.subList(0, found.size() - 1))).isEqualTo(many);
        assertThat(found).allMatch(t -> t.getBytes(StandardCharsets.UTF_8).length <= LogLines.LONGEST);
    }

    @Test
    void whatIsReadAnewComesOnce() throws Exception {
        List<String> found = new ArrayList<>();
        LogLines lines = new LogLines((time, text) -> found.add(time + text));
        String at1 = "2026-11-25T20:00:01.1Z ";
        String at2 = "2026-11-25T20:00:01.25Z ";
        lines.take((at1 + "a\n" + at2 + "b\n" + at2 + "c\n" + at2 + "half").getBytes(StandardCharsets.UTF_8));
        assertThat(lines.since()).isEqualTo("2026-11-25T20:00:01Z");

        lines.again();
        String at3 = "2026-11-25T20:00:01.3Z ";
        cut(lines, found, at1 + "a\n" + at2 + "b\n" + at2 + "c\n" + at2 + "half and whole\n" + at3 + "e\n");

        assertThat(found)
                .extracting(t -> t.replaceAll("^[^Z]*Z", ""))
                .containsExactly("a", "b", "c", "half and whole", "e");
    }
}
