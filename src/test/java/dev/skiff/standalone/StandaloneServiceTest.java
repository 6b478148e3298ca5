package dev.skiff.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.engine.Task;
import dev.skiff.local.FileCaches;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunCatalog;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.TimerAlarms;
import dev.skiff.model.WorkflowTemplateRef;
import dev.skiff.oidc.FakeIssuer;
import dev.skiff.oidc.OidcVerifier;
import dev.skiff.port.Await;
import dev.skiff.port.Executors;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.Feed;
import dev.skiff.port.MemoryArtifacts;
import dev.skiff.port.Origin;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.UserInfo;
import dev.skiff.port.service.WorkflowService.Session;
import dev.skiff.port.service.WorkflowServiceContract;
import dev.skiff.runtime.ActiveRun;
import dev.skiff.runtime.Ports;
import dev.skiff.runtime.Runner;
import dev.skiff.runtime.Yaml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneServiceTest extends WorkflowServiceContract {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path data;

    private final FakeExecutor.Place place = new FakeExecutor.Place();
    private final MemoryArtifacts artifacts = new MemoryArtifacts();
    private final List<StandaloneService> open = new ArrayList<>();
    private StandaloneService service;

    @BeforeEach
    void begin() {
        service = service(List.of());
    }

    @AfterEach
    void end() {
        open.forEach(StandaloneService::close);
    }

    @Override
    protected Session session() {
        return service.as(Caller.NOBODY);
    }

    @Override
    protected String namespace() {
        return "default";
    }

    /** {@code echo} says its arguments, {@code false} fails, {@code sleep} runs until it is stopped. */
    private static Fate fate(Task task) {
        var container = task.template().container();
        return switch (container.getCommand().getFirst()) {
            case "echo" -> Fate.prints(String.join(" ", container.getArgs()) + "\n");
            case "false" -> Fate.fails(1);
            default -> Fate.runs();
        };
    }

    private StandaloneService service(List<String> namespaces) {
        TaskExecutor executor = executor();
        StandaloneService made = new StandaloneService(
                new Parts(
                        new NoExecutors(),
                        new FileRunStore(data),
                        new FileRunCatalog(data, CLOCK),
                        new FileObjectStore(data, CLOCK),
                        artifacts,
                        Yaml.NOTHING,
                        namespaces,
                        CLOCK,
                        new Random(System.nanoTime())),
                new Drive("fake", executor, new Executors.Settings(false, null, true), ports()));
        open.add(made);
        assertThat(made.ready().join()).startsWith("running workflows on fake");
        return made;
    }

    private FakeExecutor executor() {
        return new FakeExecutor(StandaloneServiceTest::fate, Runnable::run, CLOCK, place);
    }

    private Ports ports() {
        return new Ports(
                new FileRunStore(data),
                new TimerAlarms(CLOCK),
                new FileLocks(data),
                new FileCaches(data, CLOCK),
                CLOCK);
    }

    /** What the catalog knows is answered by it: the file of the run is read by nobody, as is shown by what is in it. */
    @Test
    void aListOfNamesAndPhasesReadsNoRun() throws InterruptedException, IOException {
        String name = fresh();
        create(hello(name));
        JsonNode whole = ended(name);
        Path status = data.resolve("runs").resolve(name).resolve("status.json");
        FileTime time = Files.getLastModifiedTime(status);
        try (var file = FileChannel.open(status, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("[]]".getBytes(StandardCharsets.US_ASCII)), 0);
        }
        Files.setLastModifiedTime(status, time);

        Projection row = Projection.of("metadata.name,metadata.namespace,metadata.uid,metadata.creationTimestamp,"
                + "metadata.labels,metadata.resourceVersion,status.phase,status.finishedAt");
        ListQuery one = ListQuery.named(name).showing(row);
        assertThat(row.keep(session()
                        .list(ResourceKind.WORKFLOW, "default", one)
                        .items()
                        .getFirst()))
                .isEqualTo(row.keep(whole));
        assertThat(row.keep(session().get(ResourceKind.WORKFLOW, "default", name, row)))
                .isEqualTo(row.keep(whole));
        refused(Why.INTERNAL, () -> session().get(ResourceKind.WORKFLOW, "default", name));
    }

    @Test
    void eventsOfARunAreTheSameForWhoeverListensLater() throws Exception {
        String name = fresh();
        create(saysAndWaits(name, "hello"));
        List<JsonNode> first = Collections.synchronizedList(new ArrayList<>());
        List<JsonNode> later = Collections.synchronizedList(new ArrayList<>());
        ListQuery query = ListQuery.ALL.withFields("involvedObject.name=" + name + ",type=Normal");
        try (Listening listening = listen(() -> session().watchEvents("default", query, first::add))) {
            waiting(name);
            session().ask("default", name, new Request.Resume(NodeSelector.ALL));
            ended(name);
            Await.until("its end", () -> told(first).contains("WorkflowSucceeded"), () -> first);
            assertThat(listening.isOver()).isFalse();
        }
        service.close();
        service = service(List.of());
        try (Listening listening = listen(() -> session().watchEvents("", query, later::add))) {
            Await.until("its end", () -> told(later).contains("WorkflowSucceeded"), () -> later);
            assertThat(listening.isOver()).isFalse();
        }
        assertThat(uids(later)).containsExactlyInAnyOrderElementsOf(uids(first)).doesNotHaveDuplicates();
        assertThat(told(later)).first().isEqualTo("WorkflowRunning");
        assertThat(told(later)).last().isEqualTo("WorkflowSucceeded");
        refused(Why.INVALID, () -> session().watchEvents("default", ListQuery.ALL.withFields("oops=1"), later::add));
    }

    private static List<String> told(List<JsonNode> events) {
        return List.copyOf(events).stream().map(e -> e.path("reason").asText()).toList();
    }

    private static List<String> uids(List<JsonNode> events) {
        return events.stream().map(e -> e.at("/metadata/uid").asText()).toList();
    }

    @Test
    void whoAnIssuerKnowsMayDoEverythingAndIsToldWhoHeIs() throws Exception {
        try (FakeIssuer issuer = new FakeIssuer();
                VerifiedService verified = new VerifiedService(
                        service,
                        new OidcVerifier(issuer.settings("-", "groups", ""), InstantSource.fixed(FakeIssuer.NOW)))) {
            Session ann = verified.as(new Caller(issuer.token(c -> c.setClaim("groups", "team"))));
            assertThat(ann.user()).isEqualTo(new UserInfo(issuer.url(), "ann", "", "", List.of("team"), "", ""));
            assertThat(ann.list(ResourceKind.WORKFLOW, "", ListQuery.ALL).items())
                    .isEmpty();
            for (String wrong : List.of("", "opaque", issuer.token(c -> c.setAudience("others")))) {
                assertThatExceptionOfType(ServiceException.class)
                        .isThrownBy(() -> verified.as(new Caller(wrong)))
                        .matches(e -> e.why() == Why.UNAUTHENTICATED);
            }
        }
    }

    @Test
    void runsOfTheCommandLineAreWorkflowsToo() throws InterruptedException {
        ActiveRun other = new Runner(executor(), 0, ports(), Feed.NONE)
                .start(Yaml.workflow("elsewhere", WAITING), Yaml.NOTHING, origin());
        waiting("elsewhere");
        assertThat(names(ListQuery.ALL)).containsExactly("elsewhere");
        session().ask("default", "elsewhere", new Request.Resume(NodeSelector.ALL));
        assertThat(phase(ended("elsewhere"))).isEqualTo("Succeeded");
        assertThat(other.end().join().succeeded()).isTrue();
        session().delete(ResourceKind.WORKFLOW, "default", "elsewhere", false);
        assertThat(names(ListQuery.ALL)).isEmpty();
    }

    private static final String WAITING = """
            - name: main
              steps:
              - - {name: approve, template: wait}
            - name: wait
              suspend: {}
            """;

    private static Origin origin() {
        return new Origin("fake", List.of(), List.of(), List.of(), false, 0);
    }

    @Test
    void theNextProcessGoesOnWithWhatHasNotEnded() throws InterruptedException {
        String name = fresh();
        create(workflow(name, """
                {"entrypoint": "main", "templates": [
                  {"name": "main", "steps": [[{"name": "a", "template": "long"}], [{"name": "b", "template": "say"}]]},
                  {"name": "long", "container": {"image": "busybox", "command": ["sleep"]}},
                  {"name": "say", "container": {"image": "busybox", "command": ["echo"], "args": ["after"]}}]}"""));
        Await.until("the first step runs", () -> place.of(name).size() == 1, () -> place.of(name));
        service.close();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create(hello(fresh())))
                .matches(e -> e.why() == Why.UNAVAILABLE);
        assertThat(place.of(name)).as("the step goes on").hasSize(1);

        service = service(List.of());
        assertThat(service.driven()).isEqualTo(1);
        JsonNode resumed = get(name);
        assertThat(phase(resumed)).isEqualTo("Running");
        session().ask("default", name, new Request.Stop());
        assertThat(phase(ended(name))).isEqualTo("Failed");
        assertThat(place.executions()).as("started once").hasSize(1);
    }

    @Test
    void whatWasOnlyJustKeptIsBegunByTheNextProcess() throws InterruptedException {
        String template = fresh();
        create(template(template));
        service.close();
        // killed between keeping the run and recording its beginning
        var submitted = Yaml.workflow("orphan", "");
        var refers = submitted.toBuilder()
                .spec(submitted.spec().toBuilder()
                        .entrypoint(null)
                        .workflowTemplateRef(new WorkflowTemplateRef(null, template))
                        .build())
                .build();
        new FileRunStore(data).create(refers, origin()).close();

        service = service(List.of());
        assertThat(phase(ended("orphan"))).isEqualTo("Succeeded");
        assertThat(lines("orphan", LogQuery.all(false))).containsExactly("templated");
    }

    @Test
    void whatRunsElsewhereIsLeftAlone() throws InterruptedException {
        service.close();
        new FileRunStore(data)
                .create(
                        Yaml.workflow("other", Yaml.THREE_STEPS),
                        new Origin("docker", List.of(), List.of(), List.of(), false, 0))
                .close();
        service = service(List.of());
        assertThat(service.driven()).isZero();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> session().ask("default", "other", new Request.Stop()))
                .matches(e -> e.why() == Why.CONFLICT)
                .withMessageContaining("it runs on docker, and this server on fake")
                .withMessageContaining("skiff resume other");
    }

    @Test
    void otherNamespacesAreNotServed() throws InterruptedException {
        String name = fresh();
        create(hello(name));
        ended(name);
        service = service(List.of("team"));
        assertThat(service.managedNamespace()).isEqualTo("team");
        assertThat(session().list(ResourceKind.WORKFLOW, "", ListQuery.ALL).items())
                .isEmpty();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> get(name))
                .matches(e -> e.why() == Why.FORBIDDEN)
                .withMessage("this server serves the namespace team, not default");
    }

    @Test
    void aNameIsOneWorkflowOfThisMachineInWhateverNamespace() throws InterruptedException {
        String name = fresh();
        create(hello(name));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> session().create(ResourceKind.WORKFLOW, "team", hello(name), false))
                .matches(e -> e.why() == Why.ALREADY_EXISTS);
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> session().get(ResourceKind.WORKFLOW, "team", name))
                .matches(e -> e.why() == Why.NOT_FOUND);
    }

    @Test
    void whatIsWrongWithASpecIsSaidWithItsPlace() {
        ObjectNode workflow = workflow(fresh(), "{\"entrypoint\": \"nowhere\", \"templates\": [{\"name\": \"main\"}]}");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create(workflow))
                .matches(e -> e.why() == Why.INVALID)
                .matches(e -> e.details().size() > 1, "all problems")
                .withMessageContaining("spec.");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create(workflow(fresh(), "{\"workflowTemplateRef\": {\"name\": \"missing\"}}")))
                .matches(e -> e.why() == Why.INVALID)
                .withMessageContaining("missing");
    }

    @Test
    void tokensAndVersionsOfOthersAreRefused() {
        for (String token : List.of("x", "!!", "MTIz")) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> names(ListQuery.ALL.page(5, token)))
                    .matches(e -> e.why() == Why.INVALID);
        }
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> names(ListQuery.ALL.page(-1, "")))
                .matches(e -> e.why() == Why.INVALID);
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () -> session().watch(ResourceKind.WORKFLOW, "default", from(ListQuery.ALL, "abc"), e -> {}))
                .matches(e -> e.why() == Why.INVALID);
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> session().logs("default", "x", LogQuery.all(false), line -> {}))
                .matches(e -> e.why() == Why.NOT_FOUND);
    }

    @Test
    void timesOfLinesAreNotKept() throws InterruptedException {
        String name = fresh();
        create(hello(name));
        ended(name);
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> lines(name, new LogQuery("", "", "", false, false, false, Instant.now(), -1, 0, "")))
                .matches(e -> e.why() == Why.INVALID)
                .withMessageContaining("sinceTime and sinceSeconds cannot be had here");
    }

    @Test
    void endedRunsAreTheArchive() throws InterruptedException {
        String ended = fresh();
        create(hello(ended));
        String uid = metadata(ended(ended), "uid");
        String running = fresh();
        JsonNode live = create(waits(running));
        var archive = session().archive();
        assertThat(archive.list("", ListQuery.ALL).items())
                .extracting(o -> metadata(o, "name"))
                .containsExactly(ended);
        assertThat(metadata(archive.get(uid), "name")).isEqualTo(ended);
        for (String unknown : List.of("nobody", metadata(live, "uid"))) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> archive.get(unknown))
                    .matches(e -> e.why() == Why.NOT_FOUND);
        }
        archive.delete(uid);
        assertThat(archive.list("", ListQuery.ALL).items()).isEmpty();
    }

    @Test
    void anArtifactIsGivenAsItLies() throws InterruptedException, IOException {
        String name = fresh();
        create(workflow(name, """
                {"entrypoint": "main", "templates": [{"name": "main",
                  "inputs": {"artifacts": [{"name": "in", "path": "/in", "raw": {"data": "given"}}]},
                  "container": {"image": "busybox", "command": ["echo"], "args": ["x"]}}]}"""));
        ended(name);
        artifacts.put("", "given");
        try (Download download = session().artifact(new ArtifactQuery("default", name, name, "in", true))) {
            assertThat(new String(download.content().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("given");
        }
        for (var query : List.of(
                new ArtifactQuery("default", name, name, "out", true),
                new ArtifactQuery("default", name, name, "in", false),
                new ArtifactQuery("default", name, "nobody", "in", true))) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> session().artifact(query))
                    .matches(e -> e.why() == Why.NOT_FOUND);
        }
    }

    @Test
    void aRunIsDeletedWhenItsTimeIsOver() throws InterruptedException {
        String name = fresh();
        ObjectNode workflow = hello(name);
        workflow.withObjectProperty("spec").withObjectProperty("ttlStrategy").put("secondsAfterCompletion", 0);
        create(workflow);
        ended(name);
        var store = new FileRunStore(data);
        Await.until("its time is over", () -> store.expired(Instant.now()).contains(name), () -> name);
        service.close();
        service = service(List.of());
        Await.until("it is deleted", () -> isGone(name), () -> name);
        assertThat(names(ListQuery.ALL)).isEmpty();
    }

    @Test
    void parametersAreSetWhenItIsTriedAgain() throws InterruptedException {
        String name = fresh();
        create(workflow(name, """
                {"entrypoint": "main", "arguments": {"parameters": [{"name": "how", "value": "false"}]}, "templates": [
                  {"name": "main", "container": {"image": "busybox", "command": ["{{workflow.parameters.how}}"], "args": ["ok"]}}]}"""));
        assertThat(phase(ended(name))).isEqualTo("Failed");
        session().ask("default", name, new Request.Retry(false, NodeSelector.ALL, Map.of("how", "echo")));
        Await.until("it succeeds", () -> phaseNow(name).equals("Succeeded"), () -> phaseNow(name));
    }

    private String phaseNow(String name) {
        try {
            return phase(get(name));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
