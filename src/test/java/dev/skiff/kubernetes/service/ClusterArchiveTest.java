package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.archive.Sample;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.model.Labels;
import dev.skiff.port.MemoryArchive;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive as callers meet it: each with its own rights, beside what is in the cluster. */
class ClusterArchiveTest {
    private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/argo/workflows";
    private static final ResourceKind WORKFLOW = ResourceKind.WORKFLOW;

    private final MemoryArchive archive = new MemoryArchive();
    private final FakeKubeApi api = new FakeKubeApi();
    private Instant now = Instant.parse("2026-11-25T20:00:00Z");
    /** What the API server says of {@code resourceAttributes}. */
    private Predicate<JsonNode> allowed = wanted -> true;

    private final ClusterService service = new ClusterService(
            Callers.byToken(api),
            new ServiceSettings("", null, () -> now, FakeDepot.EMPTY, new ArchiveAccess(() -> archive, "none")));
    private final WorkflowService.Session ann = service.as(new Caller("anns-token"));

    @BeforeEach
    void judge() {
        api.onCreate(object -> {
            if (object.path("kind").asText().equals("SelfSubjectAccessReview")) {
                object.putObject("metadata").put("name", "review-" + System.nanoTime());
                JsonNode wanted = object.at("/spec/resourceAttributes");
                object.putObject("status").put("allowed", allowed.test(wanted));
            }
        });
    }

    @AfterEach
    void end() {
        service.close();
    }

    private interface Act {
        void run() throws InterruptedException;
    }

    private static ServiceException refusal(Act act) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, act::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    private static List<String> names(Listing listing) {
        return listing.items().stream()
                .map(o -> o.at("/metadata/name").asText())
                .toList();
    }

    private void kept(int number, String phase) {
        archive.keep(Sample.bytes(Sample.workflow(number, "argo", phase, Map.of("team", "a"))));
    }

    private long reviews() {
        return api.calls().stream()
                .filter(c -> c.contains("selfsubjectaccessreviews"))
                .count();
    }

    @Test
    void theApiServerJudgesEachCallerAndTheDatabaseIsNotAskedForOthers() throws Exception {
        kept(1, "Failed");
        int before = archive.asked();
        allowed = wanted -> wanted.path("namespace").asText("").equals("argo");
        ServiceException everywhere = refusal(() -> ann.archive().list("", ListQuery.ALL));
        assertThat(everywhere.why()).isEqualTo(Why.FORBIDDEN);
        assertThat(everywhere).hasMessageContaining("all namespaces");
        assertThat(refusal(() -> ann.archive().labelKeys("other")).why()).isEqualTo(Why.FORBIDDEN);
        assertThat(archive.asked()).isEqualTo(before);

        assertThat(names(ann.archive().list("argo", ListQuery.ALL))).containsExactly("w-000001");
        Call review = api.writes().getLast();
        assertThat(new String(java.util.Objects.requireNonNull(review.body()), StandardCharsets.UTF_8))
                .contains(
                        "\"group\":\"argoproj.io\"",
                        "\"resource\":\"workflows\"",
                        "\"verb\":\"list\"",
                        "\"namespace\":\"argo\"");
        assertThat(review.as().toString()).doesNotContain("anns-token");
    }

    @Test
    void whatIsNotThereAndWhatIsNobodysBusinessSoundAlike() throws Exception {
        kept(1, "Failed");
        allowed = wanted -> false;
        String there = refusal(() -> ann.archive().get(Sample.uid(1))).getMessage();
        ServiceException missing = refusal(() -> ann.archive().get(Sample.uid(2)));
        assertThat(missing.why()).isEqualTo(Why.FORBIDDEN);
        assertThat(missing.getMessage()).isEqualTo(there.replace(Sample.uid(1), Sample.uid(2)));
        assertThat(archive.named("w-000001")).isPresent();

        allowed = wanted -> !wanted.path("verb").asText().equals("delete");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(refusal(() -> ann.archive().get(Sample.uid(2))).why()).isEqualTo(Why.NOT_FOUND);
        assertThat(ann.archive().get(Sample.uid(1)).at("/metadata/name").asText())
                .isEqualTo("w-000001");
        assertThat(refusal(() -> ann.archive().delete(Sample.uid(1))).why()).isEqualTo(Why.FORBIDDEN);
        assertThat(archive.named("w-000001")).isPresent();

        allowed = wanted -> true;
        now = now.plus(Duration.ofMinutes(1));
        ann.archive().delete(Sample.uid(1));
        assertThat(archive.named("w-000001")).isEmpty();
    }

    @Test
    void anAnswerHoldsForSecondsAndForNobodyElse() throws Exception {
        for (int i = 0; i < 5; i++) {
            ann.archive().list("argo", ListQuery.ALL);
        }
        assertThat(reviews()).isEqualTo(1);
        allowed = wanted -> false;
        assertThat(refusal(() -> service.as(new Caller("bobs-token")).archive().list("argo", ListQuery.ALL))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        ann.archive().list("argo", ListQuery.ALL);
        assertThat(reviews()).isEqualTo(2);
        now = now.plus(Duration.ofSeconds(6));
        assertThat(refusal(() -> ann.archive().list("argo", ListQuery.ALL)).why())
                .isEqualTo(Why.FORBIDDEN);
    }

    @Test
    void whoIsNotKnownGetsNothing() {
        api.refuse(9, FakeKubeApi.of("POST", "selfsubjectaccessreviews"), 401, "Unauthorized", "Unauthorized");
        assertThat(refusal(() -> ann.archive().list("argo", ListQuery.ALL)).why())
                .isEqualTo(Why.UNAUTHENTICATED);
    }

    private void live(int number, String archiving) {
        ObjectNode object = Sample.workflow(number, "argo", "Succeeded", Map.of("team", "a"));
        ObjectNode labels = (ObjectNode) object.at("/metadata/labels");
        if (archiving.isEmpty()) {
            labels.remove(Labels.ARCHIVING_STATUS);
        } else {
            labels.put(Labels.ARCHIVING_STATUS, archiving);
        }
        api.put(WORKFLOWS, object);
    }

    // features.md section 11
    @Test
    void aListHasTheClusterAndTheArchive() throws Exception {
        for (int i = 0; i < 10; i++) {
            kept(i, "Succeeded");
        }
        live(8, "Archived"); // in both
        live(20, "");
        live(21, "Pending");
        for (int limit : new int[] {1, 2, 3, 5, 12, 0}) {
            List<String> all = new ArrayList<>();
            String token = "";
            do {
                Listing page = ann.list(WORKFLOW, "argo", ListQuery.ALL.page(limit, token));
                assertThat(page.items().size()).isLessThanOrEqualTo(limit == 0 ? 12 : limit);
                all.addAll(names(page));
                token = page.continueToken();
            } while (!token.isEmpty());
            assertThat(all)
                    .as("limit " + limit)
                    .hasSize(12)
                    .doesNotHaveDuplicates()
                    .contains("w-000008", "w-000020");
        }
        assertThat(names(ann.list(WORKFLOW, "argo", ListQuery.ALL.withLabels("team=b"))))
                .isEmpty();
        // what the archive cannot judge is asked of the cluster alone, and of all that is there
        assertThat(names(ann.list(WORKFLOW, "argo", ListQuery.ALL.withFields("spec.entrypoint=main"))))
                .containsExactlyInAnyOrder("w-000008", "w-000020", "w-000021");
        assertThat(ann.list(ResourceKind.CRON_WORKFLOW, "argo", ListQuery.ALL).items())
                .isEmpty();
    }

    @Test
    void withAnArchiveThatIsAwayTheClusterIsListedWhole() throws Exception {
        live(8, "Archived");
        live(9, "Archived");
        live(20, "");
        archive.away(true);
        List<String> all = new ArrayList<>();
        String token = "";
        do {
            Listing page = ann.list(WORKFLOW, "argo", ListQuery.ALL.page(2, token));
            all.addAll(names(page));
            token = page.continueToken();
        } while (!token.isEmpty());
        assertThat(all).containsExactlyInAnyOrder("w-000008", "w-000009", "w-000020");
        assertThat(refusal(() -> ann.get(WORKFLOW, "argo", "w-000001")).why()).isEqualTo(Why.NOT_FOUND);
        assertThat(refusal(() -> ann.archive().list("argo", ListQuery.ALL)).why())
                .isEqualTo(Why.UNAVAILABLE);
    }

    // features.md section 11
    @Test
    void whatIsGoneFromTheClusterIsGotFromTheArchive() throws Exception {
        kept(1, "Failed");
        assertThat(ann.get(WORKFLOW, "argo", "w-000001")
                        .at("/metadata/labels")
                        .path(Labels.ARCHIVING_STATUS)
                        .asText())
                .isEqualTo("Persisted");
        assertThat(refusal(() -> ann.get(WORKFLOW, "argo", "another")).why()).isEqualTo(Why.NOT_FOUND);
        allowed = wanted -> false;
        now = now.plus(Duration.ofMinutes(1));
        assertThat(refusal(() -> ann.get(WORKFLOW, "argo", "w-000001")).why()).isEqualTo(Why.NOT_FOUND);
    }

    // RETRYWF-01
    @Test
    void whatIsRetriedIsMadeAnewAndGoesOn() throws Exception {
        kept(1, "Failed");
        JsonNode begun = ann.archive().retry(Sample.uid(1), new Request.Retry(false, NodeSelector.ALL, Map.of()));

        JsonNode made = api.at(WORKFLOWS + "/w-000001");
        assertThat(begun.at("/metadata/name").asText()).isEqualTo("w-000001");
        assertThat(made.at("/metadata/uid").asText()).isNotEqualTo(Sample.uid(1));
        assertThat(made.at("/metadata/labels").toString())
                .contains("\"team\":\"a\"", "\"workflows.argoproj.io/phase\":\"Running\"")
                .doesNotContain("archiving-status", "completed");
        assertThat(made.at("/status/phase").asText()).isEqualTo("Running");
        assertThat(made.path("status").has("finishedAt")).isFalse();
        assertThat(made.at("/status/nodes").has("w-000001")).isFalse();

        ServiceException again =
                refusal(() -> ann.archive().retry(Sample.uid(1), new Request.Retry(false, NodeSelector.ALL, Map.of())));
        assertThat(again.why()).isEqualTo(Why.ALREADY_EXISTS);
        assertThat(again).hasMessageContaining("argo retry w-000001");
        kept(2, "Succeeded");
        assertThat(refusal(() -> ann.archive()
                                .retry(Sample.uid(2), new Request.Retry(false, NodeSelector.ALL, Map.of())))
                        .why())
                .isEqualTo(Why.CONFLICT);
    }

    // RETRYWF-05
    @Test
    void whatIsResubmittedIsANewOne() throws Exception {
        kept(1, "Succeeded");
        JsonNode made = ann.archive().resubmit(Sample.uid(1), false, Map.of("color", "blue"));
        assertThat(made.at("/metadata/name").asText()).startsWith("w-000001-");
        assertThat(made.at("/metadata/labels").path(Labels.RESUBMITTED_FROM).asText())
                .isEqualTo("w-000001");
        assertThat(made.at("/metadata/labels").has(Labels.ARCHIVING_STATUS)).isFalse();
        assertThat(made.at("/spec/arguments/parameters/0/value").asText()).isEqualTo("blue");
        // by its name, as Argo's server does it
        api.remove(WORKFLOWS + "/" + made.at("/metadata/name").asText());
        assertThat(ann.resubmit("argo", "w-000001", false, Map.of())
                        .at("/metadata/labels")
                        .path(Labels.RESUBMITTED_FROM)
                        .asText())
                .isEqualTo("w-000001");
    }

    @Test
    void whereNoneIsConfiguredItSaysWhatToDo() {
        ClusterService without = new ClusterService(
                Callers.byToken(api),
                new ServiceSettings("", null, () -> now, FakeDepot.EMPTY, new ArchiveAccess(() -> null, "do this")));
        ServiceException refused = refusal(() -> without.as(new Caller("t")).archive());
        assertThat(refused.why()).isEqualTo(Why.NOT_IMPLEMENTED);
        assertThat(refused).hasMessage("do this");
        ClusterService laptop =
                new ClusterService(Callers.asServer(api), new ServiceSettings("", () -> now, FakeDepot.EMPTY));
        assertThat(refusal(() -> laptop.as(Caller.NOBODY).archive())).hasMessageContaining("ask the server");
    }
}
