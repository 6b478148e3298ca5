package dev.skiff.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.api.rest.ServedMemory;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ArtifactQuery;
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
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation through the real server: what arrives is what was asked for, and what comes back is what was answered. */
class RemoteServiceTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofMillis(200));

    private final ServedMemory served = new ServedMemory();
    private RemoteService service;
    private WorkflowService.Session session;

    @BeforeEach
    void open() {
        service = new RemoteService(access(), SHORT);
        session = service.as(new Caller(ServedMemory.TOKEN));
    }

    @AfterEach
    void close() {
        service.close();
        served.close();
    }

    private ServerAccess access() {
        return new ServerAccess(URI.create(served.url()), "", null, false, null, List.of(), Duration.ofSeconds(20));
    }

    private static ObjectNode object(ResourceKind kind, String name) {
        String text = "{\"entrypoint\":\"main\",\"templates\":[{\"name\":\"main\",\"container\":"
                + "{\"image\":\"busybox\",\"command\":[\"true\"]}}]}";
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "argoproj.io/v1alpha1").put("kind", kind.kind());
        object.putObject("metadata").put("name", name);
        JsonNode read = tree(text);
        if (kind == ResourceKind.CRON_WORKFLOW) {
            ObjectNode spec = object.putObject("spec");
            spec.putArray("schedules").add("* * * * *");
            spec.set("workflowSpec", read);
        } else {
            object.set("spec", read);
        }
        return object;
    }

    private static JsonNode tree(String json) {
        try {
            return ModelMapper.lenient().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode workflow(String name) throws InterruptedException {
        return session.create(ResourceKind.WORKFLOW, "team", object(ResourceKind.WORKFLOW, name), false);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORKFLOW_EVENT_BINDING")
    void objectsOfEachKindAreMadeFoundListedAndDeleted(ResourceKind kind) throws InterruptedException {
        String place = kind.namespaced() ? "team" : "";
        JsonNode made = session.create(kind, place, object(kind, "one"), false);
        assertThat(made.at("/metadata/uid").asText()).isEqualTo("uid-one");
        assertThat(session.get(kind, place, "one").at("/metadata/name").asText())
                .isEqualTo("one");
        assertThat(session.list(kind, place, ListQuery.ALL).items()).hasSize(1);
        session.delete(kind, place, "one", false);
        assertThat(served.objects()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"WORKFLOW_TEMPLATE", "CLUSTER_WORKFLOW_TEMPLATE", "CRON_WORKFLOW"})
    void whatIsKeptIsReplacedInItsPresentVersionOnly(ResourceKind kind) throws InterruptedException {
        String place = kind.namespaced() ? "team" : "";
        ObjectNode made =
                session.create(kind, place, object(kind, "one"), false).deepCopy();
        made.withObjectProperty("metadata").putObject("labels").put("a", "b");
        session.replace(kind, place, "one", made);
        assertThat(session.get(kind, place, "one").at("/metadata/labels/a").asText())
                .isEqualTo("b");
        assertThatThrownBy(() -> session.replace(kind, place, "one", made))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.why()).isEqualTo(Why.CONFLICT));
    }

    @Test
    void aDryRunMakesNothing() throws InterruptedException {
        session.create(ResourceKind.WORKFLOW, "team", object(ResourceKind.WORKFLOW, "one"), true);
        assertThat(served.objects()).isEmpty();
    }

    @Test
    void workflowsOfAllNamespacesAreListed() throws InterruptedException {
        workflow("one");
        session.create(ResourceKind.WORKFLOW, "other", object(ResourceKind.WORKFLOW, "two"), false);
        assertThat(session.list(ResourceKind.WORKFLOW, "", ListQuery.ALL).items())
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"WORKFLOW_TEMPLATE", "CRON_WORKFLOW"})
    void whatIsKeptInAllNamespacesIsListed(ResourceKind kind) throws InterruptedException {
        session.create(kind, "team", object(kind, "one"), false);
        session.create(kind, "other", object(kind, "two"), false);
        assertThat(session.list(kind, "", ListQuery.ALL).items()).hasSize(2);
    }

    @Test
    void refusalsKeepTheirReasonAndAllProblems() throws InterruptedException {
        assertThatThrownBy(() -> session.get(ResourceKind.WORKFLOW, "team", "none"))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.why()).isEqualTo(Why.NOT_FOUND))
                .hasMessage("workflows.argoproj.io \"none\" not found");
        workflow("one");
        assertThatThrownBy(() -> workflow("one"))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.why()).isEqualTo(Why.ALREADY_EXISTS));
        ObjectNode wrong = object(ResourceKind.WORKFLOW, "wrong");
        wrong.withObjectProperty("spec").put("entrypoint", "nowhere").put("onExit", "nobody");
        assertThatThrownBy(() -> session.create(ResourceKind.WORKFLOW, "team", wrong, false))
                .isInstanceOfSatisfying(ServiceException.class, e -> {
                    assertThat(e.why()).isEqualTo(Why.INVALID);
                    assertThat(e.details()).hasSize(2);
                });
    }

    @Test
    void whoIsNotKnownHearsSoWithoutTheToken() {
        var stranger = service.as(new Caller("wrong-secret"));
        assertThatThrownBy(() -> stranger.list(ResourceKind.WORKFLOW, "team", ListQuery.ALL))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.why()).isEqualTo(Why.UNAUTHENTICATED))
                .hasMessageNotContaining("wrong-secret");
        assertThatThrownBy(() -> service.as(new Caller("a\nb"))).hasMessageNotContaining("a\nb");
    }

    @Test
    void whatIsAskedOfAWorkflowArrives() throws InterruptedException {
        workflow("one");
        NodeSelector nodes = NodeSelector.parse("displayName=approve");
        List<Request> requests = List.of(
                new Request.Stop(),
                new Request.Terminate(),
                new Request.Suspend(),
                new Request.Resume(nodes),
                new Request.StopNodes(nodes, "no"),
                new Request.SetNodes(nodes, "Succeeded", "fine", Map.of("a", "b=c")),
                new Request.Retry(true, nodes, Map.of("x", "1=2")));
        for (Request request : requests) {
            session.ask("team", "one", request);
        }
        assertThat(served.asked())
                .containsExactlyElementsOf(
                        requests.stream().map(r -> "one: " + r).toList());
        session.resubmit("team", "one", true, Map.of("x", "y"));
        assertThat(served.asked().getLast()).isEqualTo("one: resubmit true {x=y}");
    }

    @Test
    void theArchiveTheUserAndArtifactsAreReached() throws InterruptedException, IOException {
        workflow("one");
        assertThat(session.archive().list("team", ListQuery.ALL).items()).hasSize(1);
        assertThat(session.archive().get("uid-one").at("/metadata/name").asText())
                .isEqualTo("one");
        session.archive().delete("uid-one");
        assertThat(served.objects()).isEmpty();
        assertThat(session.user().subject()).isEqualTo("somebody");
        var query = new ArtifactQuery("team", "one", "one-1", "main logs", true);
        try (var download = session.artifact(query)) {
            assertThat(download.content()).hasContent(query.toString());
            assertThat(download.length()).isPositive();
            assertThat(download.fileName()).isEqualTo("a_b.txt");
        }
    }

    @Test
    void logsAreRead() throws InterruptedException {
        workflow("one");
        served.lines().add(new LogEntry("hello", "pod-1"));
        served.lines().add(new LogEntry("", "pod-2"));
        List<LogEntry> heard = new ArrayList<>();
        session.logs("team", "one", LogQuery.all(false), heard::add);
        assertThat(heard).isEqualTo(served.lines());
    }

    @Test
    void anInterruptedStreamIsClosed() throws InterruptedException {
        workflow("one");
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                session.logs("team", "one", LogQuery.all(true), line -> {});
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await(() -> served.streams() == 1);
        reader.interrupt();
        assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
        await(() -> served.streams() == 0);
    }

    @Test
    void aWatchGoesOnAfterTheServerWasAwayAndTellsEachStateOnce() throws InterruptedException {
        workflow("one");
        workflow("two");
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        Thread watcher = Thread.ofVirtual().start(() -> {
            try {
                session.watch(
                        ResourceKind.WORKFLOW,
                        "",
                        ListQuery.ALL,
                        event -> told.add(event.type() + " "
                                + event.object().at("/metadata/name").asText()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ADDED one");
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ADDED two");
        served.stop();
        served.session().delete(ResourceKind.WORKFLOW, "team", "two", false);
        served.end("team", "one", "Succeeded");
        Thread.sleep(300);
        served.startAgain();
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("DELETED two");
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("MODIFIED one");
        served.end("team", "one", "Failed");
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("MODIFIED one");
        assertThat(told).isEmpty();
        watcher.interrupt();
        assertThat(watcher.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aWatchGoesOnWhenTheServerHasAnotherTokenThen() throws InterruptedException {
        workflow("one");
        AtomicReference<String> token = new AtomicReference<>(ServedMemory.TOKEN);
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        var own = service.as(() -> new Caller(token.get()));
        Thread watcher = Thread.ofVirtual().start(() -> {
            try {
                own.watch(ResourceKind.WORKFLOW, "team", ListQuery.ALL, event -> told.add(event.type()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ADDED");
        served.stop();
        served.startAgain("another");
        Thread.sleep(300);
        token.set("another");
        await(() -> served.streams() == 1);
        served.end("team", "one", "Failed");
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("MODIFIED");
        watcher.interrupt();
        assertThat(watcher.join(Duration.ofSeconds(20))).isTrue();
    }

    private static void await(java.util.function.BooleanSupplier holds) throws InterruptedException {
        long last = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(last);
            Thread.sleep(20);
        }
    }
}
