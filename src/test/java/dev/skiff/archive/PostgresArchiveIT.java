package dev.skiff.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ServiceException.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The archive on a real PostgreSQL server: what is kept, and how it is found again. */
class PostgresArchiveIT extends PostgresFixture {
    // GC-04
    @Test
    void whatIsKeptIsGivenAsArgoWouldHaveKeptIt() throws Exception {
        PostgresArchive archive = archive();
        ObjectNode object = Sample.workflow(1, "argo", "Failed", Map.of("team", "a"));
        archive.keep(Sample.bytes(object));

        JsonNode found = archive.get(Sample.uid(1)).orElseThrow();
        assertThat(found.at("/metadata").has("managedFields")).isFalse();
        assertThat(found.at("/metadata/labels")
                        .path("workflows.argoproj.io/workflow-archiving-status")
                        .asText())
                .isEqualTo("Persisted");
        assertThat(found.path("spec")).isEqualTo(object.path("spec"));
        assertThat(found.path("status")).isEqualTo(object.path("status"));
        assertThat(archive.latest("argo", "w-000001")).contains(found);
        assertThat(archive.find(Sample.uid(1))).contains(new WorkflowArchive.Address("argo", "w-000001"));
        assertThat(archive.get("another")).isEmpty();
        assertThat(archive.latest("default", "w-000001")).isEmpty();

        // again, as it is after a crash between the database and the label
        archive.keep(Sample.bytes(Sample.workflow(1, "argo", "Succeeded", Map.of())));
        assertThat(names(archive.list("", ListQuery.ALL.withLabels("team=a")))).isEmpty();
        assertThat(names(archive.list("", ListQuery.ALL))).containsExactly("w-000001");
        archive.delete(Sample.uid(1));
        assertThat(archive.list("", ListQuery.ALL).items()).isEmpty();
        assertThat(server().column(database, "select count(*) from argo_archived_workflows_labels"))
                .containsExactly("0");
    }

    @Test
    void packedNodesAreKeptUnpackedAndNoughtsComeBack() throws Exception {
        PostgresArchive archive = archive();
        ObjectNode object = Sample.workflow(1, "argo", "Succeeded", Map.of());
        ObjectNode status = (ObjectNode) object.path("status");
        JsonNode nodes = status.remove("nodes");
        Map<String, NodeStatus> packed =
                Map.of("w-000001", ModelMapper.lenient().treeToValue(nodes.path("w-000001"), NodeStatus.class));
        status.put("compressedNodes", StatusCodec.pack(packed)).put("message", "a\0b \\u0000 ü \ud83d\ude00");
        ((ObjectNode) object.at("/metadata/annotations")).put("odd", "\0");
        archive.keep(Sample.bytes(object));

        JsonNode found = archive.get(Sample.uid(1)).orElseThrow();
        assertThat(found.at("/status/nodes/w-000001/phase").asText()).isEqualTo("Succeeded");
        assertThat(found.path("status").has("compressedNodes")).isFalse();
        assertThat(found.at("/status/message").asText()).isEqualTo("a\0b \\u0000 ü \ud83d\ude00");
        JsonNode listed = archive.list("", ListQuery.ALL).items().getFirst();
        assertThat(listed.at("/status/message").asText()).isEqualTo("a\0b \\u0000 ü \ud83d\ude00");
        assertThat(listed.at("/metadata/annotations/odd").asText()).isEqualTo("\0");
    }

    @Test
    void aListHasWhatArgosHas() throws Exception {
        PostgresArchive archive = archive();
        archive.keep(Sample.bytes(Sample.workflow(7, "argo", "Failed", Map.of("team", "a"))));
        assertThat(archive.list("", ListQuery.ALL).items().getFirst().toPrettyString())
                .isEqualToIgnoringWhitespace("""
                    {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow",
                     "metadata": {"name": "w-000007", "namespace": "argo", "uid": "00000000-0000-4000-8000-000000000007",
                       "creationTimestamp": "2026-01-01T00:00:07Z",
                       "labels": {"workflows.argoproj.io/workflow-archiving-status": "Persisted", "team": "a",
                         "workflows.argoproj.io/completed": "true", "workflows.argoproj.io/phase": "Failed"},
                       "annotations": {"workflows.argoproj.io/title": "number 7"}},
                     "spec": {},
                     "status": {"phase": "Failed", "startedAt": "2026-01-01T00:00:08Z", "finishedAt": "2026-01-01T00:01:07Z",
                       "progress": "1/1", "message": "as it had to be", "resourcesDuration": {"cpu": 3}}}\
                    """);
    }

    @Test
    void allPagesTogetherAreAllThatThereIs() throws Exception {
        PostgresArchive archive = archive();
        for (int i = 0; i < 40; i++) {
            ObjectNode object = Sample.workflow(i, "argo", "Succeeded", Map.of());
            // many at the same time
            ((ObjectNode) object.path("status"))
                    .put("startedAt", Sample.FIRST.plusSeconds(i / 9).toString());
            archive.keep(Sample.bytes(object));
        }
        for (int limit : new int[] {1, 7, 39, 40, 41}) {
            List<String> all = new ArrayList<>();
            String token = "";
            do {
                Listing page = archive.list("argo", ListQuery.ALL.page(limit, token));
                assertThat(page.items().size()).isBetween(1, limit);
                all.addAll(names(page));
                token = page.continueToken();
            } while (!token.isEmpty());
            assertThat(all).hasSize(40).doesNotHaveDuplicates();
            assertThat(all.getFirst()).isBetween("w-000036", "w-000039");
            assertThat(all.getLast()).isBetween("w-000000", "w-000008");
        }
        // what comes meanwhile moves nothing
        Listing first = archive.list("", ListQuery.ALL.page(5, ""));
        keep(archive, 100, 103);
        assertThat(names(archive.list("", ListQuery.ALL.page(5, first.continueToken()))))
                .doesNotContainAnyElementsOf(names(first));
    }

    @Test
    void labelSelectorsChooseWhatTheyChooseElsewhere() throws Exception {
        PostgresArchive archive = archive();
        Random random = new Random(42);
        Map<String, Map<String, String>> labels = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            Map<String, String> own = new HashMap<>();
            for (String key : List.of("a", "b.io/c")) {
                if (random.nextBoolean()) {
                    own.put(key, List.of("x", "y", "").get(random.nextInt(3)));
                }
            }
            labels.put("w-%06d".formatted(i), own);
            archive.keep(Sample.bytes(Sample.workflow(i, "argo", "Succeeded", own)));
        }
        List<String> terms = List.of(
                "a",
                "!a",
                "a=x",
                "a==y",
                "a!=x",
                "a=",
                "a in (x,y)",
                "a notin (x,)",
                "b.io/c",
                "!b.io/c",
                "b.io/c=y",
                "b.io/c!=y");
        for (String one : terms) {
            for (String other : terms) {
                String selector = one + "," + other;
                LabelSelector expected = LabelSelector.parse(selector);
                List<String> wanted = labels.entrySet().stream()
                        .filter(e -> expected.matches(e.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
                assertThat(names(archive.list("", ListQuery.ALL.withLabels(selector))))
                        .as(selector)
                        .containsExactlyInAnyOrderElementsOf(wanted);
            }
        }
    }

    private static ListQuery named(ListQuery.NameFilter filter, String name) {
        return new ListQuery("", "", filter, name, null, null, 0, "", "");
    }

    @Test
    void namesTimesAndFieldsChoose() throws Exception {
        PostgresArchive archive = archive();
        keep(archive, 0, 4);
        archive.keep(Sample.bytes(Sample.workflow(10, "other", "Failed", Map.of())));

        assertThat(names(archive.list("other", ListQuery.ALL))).containsExactly("w-000010");
        assertThat(names(archive.list("", ListQuery.ALL.withFields("metadata.namespace=other"))))
                .containsExactly("w-000010");
        assertThat(names(archive.list("", ListQuery.ALL.withFields("status.phase!=Succeeded"))))
                .containsExactly("w-000010");
        assertThat(names(archive.list("", ListQuery.named("w-000002")))).containsExactly("w-000002");
        assertThat(names(archive.list(
                        "",
                        ListQuery.ALL.withFields(
                                "spec.startedAt>2026-01-01T00:00:03Z,spec.startedAt<2026-01-01T00:00:05Z"))))
                .containsExactly("w-000003");
        assertThat(names(archive.list("", named(ListQuery.NameFilter.PREFIX, "w-00000"))))
                .hasSize(4);
        assertThat(names(archive.list("", named(ListQuery.NameFilter.CONTAINS, "0010"))))
                .containsExactly("w-000010");
        for (String hostile :
                List.of("%", "_-000002", "w%", "\\", "' or ''='", "\"; drop table argo_archived_workflows; --")) {
            assertThat(archive.list("", named(ListQuery.NameFilter.PREFIX, hostile))
                            .items())
                    .as(hostile)
                    .isEmpty();
            assertThat(archive.list("", named(ListQuery.NameFilter.CONTAINS, hostile))
                            .items())
                    .as(hostile)
                    .isEmpty();
            assertThat(archive.list(hostile, ListQuery.ALL).items()).as(hostile).isEmpty();
            assertThat(archive.get(hostile)).isEmpty();
        }
        Instant created = Sample.FIRST.plusSeconds(2);
        assertThat(names(archive.list(
                        "argo", new ListQuery("", "", ListQuery.NameFilter.EXACT, "", created, null, 0, "", ""))))
                .containsExactly("w-000003");
        Instant finished = Sample.FIRST.plusSeconds(61);
        assertThat(names(archive.list(
                        "argo", new ListQuery("", "", ListQuery.NameFilter.EXACT, "", null, finished, 0, "", ""))))
                .containsExactly("w-000000");
    }

    @Test
    void whatCannotBeAskedIsSaid() {
        PostgresArchive archive = archive();
        for (ListQuery wrong : List.of(
                ListQuery.ALL.withFields("spec.entrypoint=main"),
                ListQuery.ALL.withFields("status.phase"),
                ListQuery.ALL.withFields("spec.startedAt>yesterday"),
                ListQuery.ALL.withLabels("a in b"),
                ListQuery.ALL.page(5, "17"),
                ListQuery.ALL.page(5, "x".repeat(5000)),
                ListQuery.ALL.page(
                        5,
                        new ArchiveCursor(java.time.LocalDateTime.MIN, "a")
                                .text()
                                .substring(3)))) {
            assertThat(refusal(() -> archive.list("", wrong)).why())
                    .as(wrong.toString())
                    .isEqualTo(Why.INVALID);
        }
        for (String odd : List.of("[]", "{}", "{\"metadata\":{\"uid\":\"u\"}}", "nothing", "")) {
            assertThat(refusal(() -> archive.keep(odd.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                            .why())
                    .as(odd)
                    .isEqualTo(Why.INVALID);
        }
        ObjectNode strange = Sample.workflow(1, "argo", "a phase that no column takes", Map.of());
        assertThat(refusal(() -> archive.keep(Sample.bytes(strange))).why()).isEqualTo(Why.INVALID);
    }

    @Test
    void othersHaveTheirOwn() throws Exception {
        keep(archive(), 0, 2);
        PostgresArchive cluster = open(settings("other", "", "", true));
        PostgresArchive instance = open(settings("default", "mine", "", true));
        PostgresArchive namespaced = open(settings("default", "", "team", true));
        for (PostgresArchive archive : List.of(cluster, instance, namespaced)) {
            assertThat(archive.list("", ListQuery.ALL).items()).isEmpty();
            assertThat(archive.get(Sample.uid(1))).isEmpty();
            assertThat(archive.labelKeys("")).isEmpty();
            archive.delete(Sample.uid(1));
            assertThat(archive.forgetEndedBefore(Instant.parse("2030-01-01T00:00:00Z")))
                    .isZero();
        }
        assertThat(archive().list("", ListQuery.ALL).items()).hasSize(2);
    }

    @Test
    void labelsAreListedAndTimeIsForgotten() throws Exception {
        PostgresArchive archive = archive();
        keep(archive, 0, 5);
        archive.keep(Sample.bytes(Sample.workflow(10, "other", "Failed", Map.of("only", "there"))));
        assertThat(archive.labelKeys(""))
                .contains("only", "team", "workflows.argoproj.io/phase")
                .isSorted();
        assertThat(archive.labelKeys("argo")).doesNotContain("only");
        assertThat(archive.labelValues("argo", "team")).containsExactly("t0", "t1", "t2");
        assertThat(archive.labelValues("other", "team")).isEmpty();

        assertThat(archive.forgetEndedBefore(Sample.FIRST.plusSeconds(63))).isEqualTo(3);
        assertThat(names(archive.list("", ListQuery.ALL))).containsExactly("w-000010", "w-000004", "w-000003");
    }
}
