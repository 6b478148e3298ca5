package dev.skiff.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.model.Labels;
import dev.skiff.port.Await;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.MemoryArchive;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GC-04: what has ended is archived, and not deleted before. */
class ArchivistTest {
    private static final String HELLO = """
        {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "busybox", "command": ["true"]}}]}\
        """;
    private static final String SHORT_LIVED = """
        {"entrypoint": "main", "ttlStrategy": {"secondsAfterCompletion": 0},
         "templates": [{"name": "main", "container": {"image": "busybox", "command": ["true"]}}]}\
        """;

    private final MemoryArchive archive = new MemoryArchive();
    private final FakeCluster cluster =
            new FakeCluster(t -> t.run().startsWith("bad") ? Fate.fails(1) : Fate.succeeds());

    @AfterEach
    void end() {
        cluster.close();
    }

    private void archiving(Predicate<Map<String, String>> chosen) {
        cluster.archiving = new Archiving(() -> archive, chosen, () -> Duration.ZERO, Duration.ofDays(1));
    }

    private String label(String workflow) {
        return cluster.workflow(workflow)
                .path("metadata")
                .path("labels")
                .path(Labels.ARCHIVING_STATUS)
                .asText();
    }

    private void awaitLabel(String workflow, String value) {
        Await.until(workflow + " " + value, () -> label(workflow).equals(value), () -> cluster.workflow(workflow));
    }

    private boolean isThere(String workflow) {
        return cluster.api.find(FakeCluster.WORKFLOWS + "/" + workflow) != null;
    }

    // GC-04
    @Test
    void whatHasEndedIsArchivedAsItIs() {
        archiving(labels -> true);
        cluster.start();
        cluster.apply("hello", "{\"team\": \"a\"}", HELLO);
        awaitLabel("hello", "Archived");

        JsonNode kept = archive.named("hello").orElseThrow();
        assertThat(kept.at("/status/phase").asText()).isEqualTo("Succeeded");
        assertThat(kept.at("/status/nodes/hello/phase").asText()).isEqualTo("Succeeded");
        assertThat(kept.at("/metadata/labels/team").asText()).isEqualTo("a");
        assertThat(kept.at("/spec/entrypoint").asText()).isEqualTo("main");
    }

    @Test
    void aWorkflowThatCannotBeginIsArchivedToo() {
        archiving(labels -> true);
        cluster.start();
        cluster.apply("wrong", "{\"entrypoint\": \"nowhere\", \"templates\": []}");
        awaitLabel("wrong", "Archived");
        assertThat(archive.named("wrong").orElseThrow().at("/status/phase").asText())
                .isEqualTo("Failed");
    }

    // GC-04
    @Test
    void theSelectorChoosesByTheLabelsAtTheEnd() {
        archiving(labels -> "Failed".equals(labels.get(Labels.PHASE)) && "yes".equals(labels.get("keep")));
        cluster.start();
        cluster.apply("good", "{\"keep\": \"yes\"}", HELLO);
        cluster.apply("bad-other", HELLO);
        cluster.apply("bad", "{\"keep\": \"yes\"}", HELLO);
        awaitLabel("bad", "Archived");
        cluster.awaitPhase("good", "Succeeded");
        cluster.awaitPhase("bad-other", "Failed");

        assertThat(label("good") + label("bad-other")).isEmpty();
        assertThat(archive.named("good")).isEmpty();
    }

    // GC-04
    @Test
    void nothingIsDeletedBeforeItIsArchived() {
        archive.away(true);
        archiving(labels -> true);
        cluster.start();
        cluster.apply("short", SHORT_LIVED);
        cluster.awaitPhase("short", "Succeeded");
        int asked = archive.asked();
        Await.until("it was tried", () -> archive.asked() > asked + 1, archive::asked);
        assertThat(label("short")).isEqualTo("Pending");
        // nothing waits for the archive but what is to be archived
        cluster.apply("another", HELLO);
        cluster.awaitPhase("another", "Succeeded");
        assertThat(isThere("short")).isTrue();

        archive.away(false);
        awaitLabel("another", "Archived");
        Await.until("its time has come", () -> !isThere("short"), () -> cluster.workflow("short"));
        assertThat(archive.named("short")).isPresent();
    }

    @Test
    void theNextControllerArchivesWhatWaits() {
        archive.away(true);
        archiving(labels -> true);
        cluster.start();
        for (int i = 0; i < 5; i++) {
            cluster.apply("w-" + i, SHORT_LIVED);
        }
        for (int i = 0; i < 5; i++) {
            cluster.awaitPhase("w-" + i, "Succeeded");
        }
        cluster.stop();
        archive.away(false);
        cluster.start();
        for (int i = 0; i < 5; i++) {
            String name = "w-" + i;
            Await.until(name + " is gone", () -> !isThere(name), () -> cluster.workflow(name));
            assertThat(archive.named(name)).isPresent();
        }
    }

    @Test
    void whatTheArchiveDoesNotTakeHurtsNoOther() {
        archive.refuse("odd"::equals);
        archiving(labels -> true);
        cluster.start();
        cluster.apply("odd", SHORT_LIVED);
        cluster.awaitPhase("odd", "Succeeded");
        cluster.apply("hello", HELLO);
        awaitLabel("hello", "Archived");
        assertThat(label("odd")).isEqualTo("Pending");
    }

    @Test
    void anApiServerInTroubleIsAskedAgain() {
        archiving(labels -> true);
        cluster.start();
        boolean[] once = {false};
        cluster.api.trouble(call -> {
            boolean label = call.method().equals("PATCH")
                    && new String(call.body(), java.nio.charset.StandardCharsets.UTF_8).contains("\"Archived\"");
            if (label && !once[0]) {
                once[0] = true;
                return new KubeProblem(500, "InternalError", "etcd is away", null);
            }
            return null;
        });
        cluster.apply("hello", HELLO);
        awaitLabel("hello", "Archived");
        assertThat(once[0]).isTrue();
    }

    @Test
    void theRetentionPolicyKeepsWhatIsNotArchived() {
        archive.away(true);
        archiving(labels -> true);
        cluster.kept = phase -> 1;
        cluster.start();
        for (int i = 1; i <= 3; i++) {
            cluster.apply("w-" + i, HELLO);
            cluster.awaitPhase("w-" + i, "Succeeded");
        }
        int asked = archive.asked();
        Await.until("it was tried", () -> archive.asked() > asked + 1, archive::asked);
        assertThat(isThere("w-1") && isThere("w-2") && isThere("w-3")).isTrue();

        archive.away(false);
        Await.until("one is left", () -> !isThere("w-1") && !isThere("w-2"), () -> cluster.api.writes());
        assertThat(archive.named("w-1")).isPresent();
        assertThat(archive.named("w-2")).isPresent();
    }

    @Test
    void whatHasOutlivedItsTimeIsForgotten() {
        cluster.archiving =
                new Archiving(() -> archive, labels -> true, () -> Duration.ofSeconds(1), Duration.ofMillis(100));
        cluster.start();
        cluster.apply("hello", HELLO);
        awaitLabel("hello", "Archived");
        Await.until("it is gone", () -> archive.named("hello").isEmpty(), archive::asked);
    }
}
