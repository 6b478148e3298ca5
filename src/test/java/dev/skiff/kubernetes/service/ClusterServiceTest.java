package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Request;
import dev.skiff.kubernetes.client.ActingAs;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WatchEvent;
import dev.skiff.port.service.WorkflowService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/argo/workflows";
    private static final ResourceKind WORKFLOW = ResourceKind.WORKFLOW;

    private final FakeKubeApi api = new FakeKubeApi();
    private final ClusterService service = new ClusterService(
            Callers.byToken(api),
            new ServiceSettings("", InstantSource.fixed(Instant.parse("2026-11-25T20:00:00Z")), FakeDepot.EMPTY));
    private final WorkflowService.Session ann = service.as(new Caller("anns-token"));

    @AfterEach
    void end() {
        service.close();
    }

    private static ObjectNode workflow(String name, String phase) {
        ObjectNode object = JSON.createObjectNode()
                .put("apiVersion", "argoproj.io/v1alpha1")
                .put("kind", "Workflow");
        object.putObject("metadata")
                .put("name", name)
                .put("namespace", "argo")
                .put("creationTimestamp", "2026-11-25T19:00:00Z")
                .putArray("managedFields")
                .addObject()
                .put("manager", "kubectl");
        object.putObject("spec").put("entrypoint", "main");
        object.putObject("status").put("phase", phase);
        return object;
    }

    private void put(int number, String phase) {
        api.put(WORKFLOWS, workflow("w%03d".formatted(number), phase));
    }

    private static List<String> names(Listing listing) {
        return listing.items().stream()
                .map(o -> o.at("/metadata/name").asText())
                .toList();
    }

    private interface Act {
        void run() throws InterruptedException;
    }

    private static ServiceException refusal(Act act) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, act::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void whoSaysNotWhoItIsMayDoNothing() {
        assertThat(refusal(() -> service.as(Caller.NOBODY)).why()).isEqualTo(Why.UNAUTHENTICATED);
        assertThat(refusal(() -> service.as(new Caller("a b"))).why()).isEqualTo(Why.UNAUTHENTICATED);
        assertThat(refusal(() -> service.as(new Caller("a\r\nHost: evil"))).why())
                .isEqualTo(Why.UNAUTHENTICATED);
        assertThat(api.calls()).isEmpty();
    }

    @Test
    void everyCallIsTheCallers() throws Exception {
        put(1, "Running");
        ann.list(WORKFLOW, "argo", ListQuery.ALL);
        ann.create(WORKFLOW, "argo", workflow("made", ""), false);
        ann.delete(WORKFLOW, "argo", "made", true);

        assertThat(api.writes()).hasSize(3);
        assertThat(api.writes()).allMatch(c -> c.as().equals(new ActingAs.Bearer("anns-token")));
        assertThat(ann.toString() + service).doesNotContain("anns-token");
    }

    @Test
    void allPagesTogetherAreAllThatThereIs() throws Exception {
        for (int i = 0; i < 130; i++) {
            put(i, i % 10 == 0 ? "Failed" : "Succeeded");
        }
        for (String fields : List.of("", "status.phase=Failed", "status.phase!=Failed")) {
            List<String> all = new ArrayList<>();
            String token = "";
            int pages = 0;
            do {
                Listing page = ann.list(
                        WORKFLOW, "argo", ListQuery.ALL.withFields(fields).page(7, token));
                assertThat(page.items().size()).isBetween(1, 7);
                all.addAll(names(page));
                token = page.continueToken();
                pages++;
            } while (!token.isEmpty() && pages < 100);
            int many = fields.isEmpty() ? 130 : fields.contains("!") ? 117 : 13;
            assertThat(all).as(fields).hasSize(many).doesNotHaveDuplicates();
        }
    }

    /** However many are asked for: a page is kept in memory. */
    @Test
    void aPageOfLargeObjectsIsShort() throws Exception {
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 45; i++) {
            ObjectNode object = workflow("w%03d".formatted(i), i % 2 == 0 ? "Failed" : "Succeeded");
            object.withObjectProperty("spec").put("large", large);
            api.put(WORKFLOWS, object);
        }
        for (String fields : List.of("", "status.phase!=Running")) {
            ListQuery all = ListQuery.ALL.withFields(fields);
            Listing first = ann.list(WORKFLOW, "argo", all.page(500, ""));
            Listing second = ann.list(WORKFLOW, "argo", all.page(500, first.continueToken()));

            assertThat(first.items()).hasSizeBetween(30, 35);
            assertThat(second.continueToken()).isEmpty();
            assertThat(Stream.concat(names(first).stream(), names(second).stream()))
                    .hasSize(45)
                    .doesNotHaveDuplicates();
        }
    }

    /** What is left out is not read either: a page of large objects has as many as one of small ones. */
    @Test
    void whatNobodyWantsTakesNoPlaceInAPage() throws Exception {
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 45; i++) {
            ObjectNode object = workflow("w%03d".formatted(i), "Failed");
            ObjectNode status = object.withObjectProperty("status");
            status.putObject("nodes").putObject("w").put("message", large);
            status.put("compressedNodes", "no such thing");
            api.put(WORKFLOWS, object);
        }
        api.refuse(1, FakeKubeApi.of("GET", WORKFLOWS), 503, "ServiceUnavailable", "a moment");
        for (String fields : List.of("-status.nodes", "metadata.name")) {
            Listing page = ann.list(WORKFLOW, "argo", ListQuery.ALL.showing(Projection.of(fields)));
            assertThat(page.items()).as(fields).hasSize(45);
            assertThat(page.items().getFirst().at("/status").properties())
                    .as(fields)
                    .hasSize(1);
            assertThat(page.items().getFirst().at("/spec/entrypoint").asText()).isEqualTo("main");
        }
        assertThat(ann.list(WORKFLOW, "argo", ListQuery.ALL.showing(Projection.of("status.nodes")))
                        .items())
                .hasSizeLessThan(35);
    }

    @Test
    void aListIsOfWhatWasAskedFor() throws Exception {
        put(1, "Running");
        put(12, "Failed");
        api.put(WORKFLOWS, workflow("x12", "Failed"));
        ListQuery named = new ListQuery("", "", ListQuery.NameFilter.PREFIX, "w0", null, null, 0, "", "");
        ListQuery young = new ListQuery(
                "", "", ListQuery.NameFilter.EXACT, "", Instant.parse("2026-11-25T19:00:00Z"), null, 0, "", "");

        assertThat(names(ann.list(WORKFLOW, "argo", named))).containsExactly("w001", "w012");
        assertThat(names(ann.list(WORKFLOW, "argo", young))).isEmpty();
        assertThat(names(ann.list(WORKFLOW, "argo", ListQuery.named("x12")))).containsExactly("x12");
        assertThat(names(ann.list(
                        WORKFLOW,
                        "argo",
                        ListQuery.ALL.withFields("spec.entrypoint=main,metadata.name=x12,status.phase=Failed"))))
                .containsExactly("x12");
        assertThat(refusal(() -> ann.list(WORKFLOW, "argo", ListQuery.ALL.withFields("oops")))
                        .why())
                .isEqualTo(Why.INVALID);
        assertThat(refusal(() -> ann.list(WORKFLOW, "argo", ListQuery.ALL.withFields("spec.nothing=1"))))
                .hasMessageContaining("cannot be chosen by the field 'spec.nothing'");
    }

    @Test
    void anObjectIsGivenWithItsNodesAndWithoutBookkeeping() throws Exception {
        ObjectNode node = JSON.createObjectNode()
                .put("id", "w")
                .put("name", "w")
                .put("type", "Pod")
                .put("phase", "Running");
        ObjectNode packed = workflow("w", "Running");
        packed.withObjectProperty("status")
                .put(
                        "compressedNodes",
                        StatusCodec.pack(Map.of(
                                "w", ModelMapper.lenient().treeToValue(node, dev.skiff.model.NodeStatus.class))));
        api.put(WORKFLOWS, packed);

        JsonNode whole = ann.get(WORKFLOW, "argo", "w");

        assertThat(whole.at("/status/nodes/w/phase").asText()).isEqualTo("Running");
        assertThat(whole.path("status").has("compressedNodes")).isFalse();
        assertThat(whole.path("metadata").has("managedFields")).isFalse();
        assertThat(ann.list(WORKFLOW, "argo", ListQuery.ALL).items()).containsExactly(whole);
    }

    @Test
    void aNameThatNothingCanHaveIsNoPath() {
        assertThat(refusal(() -> ann.get(WORKFLOW, "argo", "../secrets")).why()).isEqualTo(Why.INVALID);
        assertThat(refusal(() -> ann.get(WORKFLOW, "a/b", "x")).why()).isEqualTo(Why.INVALID);
        assertThat(refusal(() -> ann.get(WORKFLOW, "", "x")).why()).isEqualTo(Why.INVALID);
        assertThat(api.calls()).isEmpty();
    }

    @Test
    void refusalsKeepTheirMeaning() {
        Map<Integer, Why> meanings = new LinkedHashMap<>(Map.of(
                401,
                Why.UNAUTHENTICATED,
                403,
                Why.FORBIDDEN,
                404,
                Why.NOT_FOUND,
                409,
                Why.CONFLICT,
                413,
                Why.TOO_LARGE));
        meanings.putAll(Map.of(422, Why.INVALID, 429, Why.TOO_MANY_REQUESTS, 500, Why.UNAVAILABLE, 410, Why.GONE));
        meanings.forEach((status, why) -> {
            api.refuse(1, FakeKubeApi.of("POST", "workflows"), status, "", "as the test wants");

            ServiceException refused = refusal(() -> ann.create(WORKFLOW, "argo", workflow("w", ""), false));

            assertThat(refused.why()).as("%d", status).isEqualTo(why);
            assertThat(refused).hasMessageContaining("as the test wants");
        });
    }

    @Test
    void aMissingRightIsNamedWithTheRuleThatGrantsIt() {
        api.refuse(
                1,
                FakeKubeApi.of("GET", "workflows"),
                403,
                "Forbidden",
                "workflows.argoproj.io is forbidden: User \"system:serviceaccount:argo:ann\" cannot list resource"
                        + " \"workflows\" in API group \"argoproj.io\" in the namespace \"argo\"");

        assertThat(refusal(() -> ann.list(WORKFLOW, "argo", ListQuery.ALL)))
                .hasMessageContaining("the service account argo/ann may not list workflows")
                .hasMessageContaining("verbs: [list]");
    }

    @Test
    void aDryRunMakesNothing() throws Exception {
        JsonNode made = ann.create(WORKFLOW, "argo", workflow("w", ""), true);

        assertThat(made.at("/metadata/name").asText()).isEqualTo("w");
        assertThat(api.find(WORKFLOWS + "/w")).isNull();
        assertThat(refusal(() -> ann.create(WORKFLOW, "", workflow("w", ""), false))
                        .why())
                .isEqualTo(Why.INVALID);
    }

    @Test
    void aReplacementWithoutAVersionTakesThePlaceOfThePresentOne() throws Exception {
        put(1, "");
        ObjectNode other = workflow("w001", "");
        other.withObjectProperty("spec").put("entrypoint", "other");

        ann.replace(WORKFLOW, "argo", "w001", other);
        assertThat(api.at(WORKFLOWS + "/w001").at("/spec/entrypoint").asText()).isEqualTo("other");

        other.withObjectProperty("metadata").put("resourceVersion", "1");
        assertThat(refusal(() -> ann.replace(WORKFLOW, "argo", "w001", other)).why())
                .isEqualTo(Why.CONFLICT);
    }

    @Test
    void aServerOfOneNamespaceServesNoOther() throws Exception {
        api.put(WORKFLOWS, workflow("here", ""));
        api.put(WORKFLOWS.replace("argo/w", "other/w"), workflow("there", ""));
        ClusterService limited = new ClusterService(
                Callers.asServer(api), new ServiceSettings("argo", InstantSource.system(), FakeDepot.EMPTY));
        WorkflowService.Session any = limited.as(Caller.NOBODY);

        assertThat(names(any.list(WORKFLOW, "", ListQuery.ALL))).containsExactly("here");
        assertThat(refusal(() -> any.get(WORKFLOW, "other", "there")).why()).isEqualTo(Why.FORBIDDEN);
    }

    private static ObjectNode ofInstance(String name, String id) {
        ObjectNode object = workflow(name, "Running");
        object.withObjectProperty("metadata").putObject("labels").put(Labels.INSTANCE_ID, id);
        return object;
    }

    private WorkflowService.Session ofInstance(String id) {
        return new ClusterService(
                        Callers.byToken(api),
                        new ServiceSettings(
                                "", () -> id, InstantSource.system(), FakeDepot.EMPTY, ArchiveAccess.OF_SERVERS_ALONE))
                .as(new Caller("anns-token"));
    }

    /** As Argo's server: util/instanceid. */
    @Test
    void aServerShowsAndTouchesOnlyWhatIsItsControllers() throws Exception {
        api.put(WORKFLOWS, workflow("plain", "Running"));
        api.put(WORKFLOWS, ofInstance("a", "blue"));
        api.put(WORKFLOWS, ofInstance("b", "green"));
        WorkflowService.Session blue = ofInstance("blue");
        WorkflowService.Session plain = ofInstance("");

        assertThat(names(blue.list(WORKFLOW, "argo", ListQuery.ALL))).containsExactly("a");
        assertThat(names(blue.list(WORKFLOW, "argo", ListQuery.ALL.withLabels("x=y"))))
                .isEmpty();
        assertThat(names(plain.list(WORKFLOW, "argo", ListQuery.ALL))).containsExactly("plain");
        assertThat(names(ann.list(WORKFLOW, "argo", ListQuery.ALL))).containsExactly("a", "b", "plain");

        int writes = api.writes().size();
        for (Act act : List.<Act>of(
                () -> blue.get(WORKFLOW, "argo", "b"),
                () -> blue.get(WORKFLOW, "argo", "b", Projection.of("status.phase")),
                () -> blue.get(WORKFLOW, "argo", "b", Projection.of("-metadata.labels")),
                () -> blue.delete(WORKFLOW, "argo", "b", true),
                () -> blue.replace(WORKFLOW, "argo", "b", ofInstance("b", "blue")),
                () -> blue.ask("argo", "b", new Request.Suspend()),
                () -> blue.resubmit("argo", "b", false, Map.of()),
                () -> blue.logs("argo", "b", LogQuery.all(false), line -> {}),
                () -> blue.artifact(new ArtifactQuery("argo", "b", "b", "out", false)),
                () -> blue.get(WORKFLOW, "argo", "plain"),
                () -> plain.get(WORKFLOW, "argo", "b"))) {
            ServiceException refused = refusal(act);
            assertThat(refused.why()).isEqualTo(Why.INVALID);
            assertThat(refused.getMessage()).contains("is not managed by the current Argo Server");
        }
        assertThat(api.writes()).hasSize(writes);
        assertThat(refusal(() -> blue.delete(WORKFLOW, "argo", "none", false)).why())
                .isEqualTo(Why.NOT_FOUND);
    }

    @Test
    void whatAServerMakesIsItsControllers() throws Exception {
        ofInstance("blue").create(WORKFLOW, "argo", workflow("made", ""), false);
        assertThat(api.at(WORKFLOWS + "/made").at("/metadata/labels").toString())
                .isEqualTo("{\"" + Labels.INSTANCE_ID + "\":\"blue\"}");
        ofInstance("").create(WORKFLOW, "argo", ofInstance("others", "green"), false);
        assertThat(api.at(WORKFLOWS + "/others").at("/metadata/labels").toString())
                .contains("green");
        ofInstance("blue").resubmit("argo", "made", false, Map.of());
        assertThat(api.all(WORKFLOWS).stream().filter(w -> w.toString().contains("blue")))
                .hasSize(2);
    }

    /** A watch on a thread of its own. */
    private final class Listening implements AutoCloseable {
        private final LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
        private final AtomicReference<@Nullable ServiceException> refused = new AtomicReference<>();
        private final Thread thread;

        Listening(ListQuery query) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    ann.watch(WORKFLOW, "argo", query, events::put);
                } catch (ServiceException e) {
                    refused.set(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        String next() throws InterruptedException {
            WatchEvent event = events.poll(10, TimeUnit.SECONDS);
            return event == null
                    ? "nothing; " + refused.get()
                    : event.type() + " " + event.object().at("/metadata/name").asText();
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void aWatchTellsFirstWhatThereIsAndGoesOnWhenItIsBrokenOff() throws Exception {
        put(1, "Running");
        try (Listening listening = new Listening(ListQuery.ALL)) {
            assertThat(listening.next()).isEqualTo("ADDED w001");
            put(2, "Running");
            assertThat(listening.next()).isEqualTo("ADDED w002");
            api.breakWatches();
            put(3, "Running");
            assertThat(listening.next()).isEqualTo("ADDED w003");
            api.settle();
            api.endWatches();
            api.remove(WORKFLOWS + "/w001");
            assertThat(listening.next()).isEqualTo("DELETED w001");
        }
        api.settle();
        assertThat(api.watches()).isZero();
    }

    @Test
    void aWatchFromAVersionThatIsForgottenIsGone() throws Exception {
        put(1, "Running");
        api.forgetHistory();
        ListQuery old = new ListQuery("", "", ListQuery.NameFilter.EXACT, "", null, null, 0, "", "1");
        try (Listening listening = new Listening(old)) {
            listening.thread.join(10_000);
            assertThat(listening.refused.get()).isNotNull();
            assertThat(listening.refused.get().why()).isEqualTo(Why.GONE);
        }
    }

    @Test
    void eventsAreThoseOfWorkflows() throws Exception {
        String events = "/api/v1/namespaces/argo/events";
        for (String kind : List.of("Pod", "Workflow")) {
            ObjectNode event = JSON.createObjectNode().put("message", "of a " + kind);
            event.putObject("metadata").put("name", "e-" + kind.toLowerCase(java.util.Locale.ROOT));
            event.putObject("involvedObject").put("kind", kind);
            api.put(events, event);
        }
        LinkedBlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                ann.watchEvents("argo", ListQuery.ALL, told::put);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        JsonNode first = told.poll(10, TimeUnit.SECONDS);
        thread.interrupt();
        thread.join();

        assertThat(first).isNotNull();
        assertThat(first.path("message").asText()).isEqualTo("of a Workflow");
        assertThat(first.path("kind").asText()).isEqualTo("Event");
        assertThat(told).isEmpty();
    }

    @Test
    void withoutAnArchiveItSaysSo() {
        assertThat(refusal(() -> ann.archive()).why()).isEqualTo(Why.NOT_IMPLEMENTED);
    }
}
