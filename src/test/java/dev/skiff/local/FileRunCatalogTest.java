package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Await;
import dev.skiff.port.Origin;
import dev.skiff.port.Progress;
import dev.skiff.port.RunCatalog;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.RunRecord;
import dev.skiff.port.StoreException;
import dev.skiff.runtime.Yaml;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRunCatalogTest {
    private static final Origin ORIGIN = new Origin("docker", List.of(), List.of(), List.of(), false, 0);
    private static final Instant BORN = Instant.parse("2026-11-23T20:00:00Z");

    @TempDir
    Path data;

    private final List<RunCatalog> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(RunCatalog::close);
    }

    @Test
    void runsArePagedTheLastCreatedFirst() {
        IntStream.range(0, 7).forEach(i -> keep("wf-" + i, i / 2, WorkflowPhase.SUCCEEDED));
        RunCatalog catalog = catalog();
        List<String> names = new ArrayList<>();
        List<Entry> page = catalog.page(e -> true, null, 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            page.forEach(e -> names.add(e.name()));
            page = catalog.page(e -> true, page.getLast().place(), 3);
        }
        assertThat(names).containsExactly("wf-6", "wf-4", "wf-5", "wf-2", "wf-3", "wf-0", "wf-1");
    }

    @Test
    void whatIsKnownOfARunIsWhatItsFileSays() {
        keep("wf", 5, WorkflowPhase.FAILED);
        Entry entry = catalog().find("wf").orElseThrow();
        assertThat(entry.namespace()).isEqualTo("default");
        assertThat(entry.uid()).isEqualTo("uid-wf");
        assertThat(entry.phase()).isEqualTo("Failed");
        assertThat(entry.labels()).containsExactlyEntriesOf(Map.of("own", "label"));
        assertThat(Instant.ofEpochMilli(entry.created())).isEqualTo(BORN.plusSeconds(5));
        assertThat(Instant.ofEpochMilli(entry.finished())).isEqualTo(BORN.plusSeconds(100));
        assertThat(entry.completed()).isTrue();
    }

    /** A server interrupts who listens for somebody that has gone. */
    @Test
    void anInterruptedReaderSpoilsNothingForOthers() {
        keep("before", 0, WorkflowPhase.SUCCEEDED);
        RunCatalog catalog = catalog();
        keep("meanwhile", 1, WorkflowPhase.SUCCEEDED);
        Thread.currentThread().interrupt();
        try {
            catalog.page(e -> true, null, 10);
        } catch (StoreException e) {
            // it is this thread's own affair
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        keep("after", 2, WorkflowPhase.SUCCEEDED);
        assertThat(catalog.page(e -> true, null, 10))
                .extracting(Entry::name)
                .containsExactly("after", "meanwhile", "before");
    }

    @Test
    void anotherProcessIsFollowedWithoutBeingAsked() throws InterruptedException {
        RunCatalog catalog = catalog();
        long before = catalog.version();
        RunRecord record = store().create(workflow("wf", 0), ORIGIN);
        catalog.await(before, Duration.ofSeconds(60));
        assertThat(catalog.since(before).orElseThrow()).singleElement().satisfies(change -> {
            assertThat(change.gone()).isFalse();
            assertThat(change.entry().added()).isEqualTo(change.entry().version());
        });
        long created = catalog.version();
        record.status(Progress.of(ended("wf", 0, WorkflowPhase.RUNNING)));
        record.status(Progress.of(ended("wf", 0, WorkflowPhase.SUCCEEDED)));
        record.close();
        assertThat(catalog.since(created).orElseThrow())
                .extracting(c -> c.entry().phase())
                .containsExactly("Succeeded");
        long written = catalog.version();
        store().delete("wf");
        assertThat(catalog.since(written).orElseThrow())
                .extracting(RunCatalog.Change::gone)
                .containsExactly(true);
        assertThat(catalog.since(before).orElseThrow()).hasSize(1);
        assertThat(catalog.page(e -> true, null, 10)).isEmpty();
    }

    @Test
    void theNextProcessKnowsTheVersionsAndSeesWhatHappenedMeanwhile() {
        keep("stays", 0, WorkflowPhase.SUCCEEDED);
        keep("goes", 1, WorkflowPhase.SUCCEEDED);
        keep("changes", 2, WorkflowPhase.RUNNING);
        RunCatalog first = catalog();
        long stays = first.find("stays").orElseThrow().version();
        long last = first.version();
        first.close();

        store().delete("goes");
        try (RunRecord record = store().takeOver("changes")) {
            record.status(Progress.of(ended("changes", 2, WorkflowPhase.ERROR)));
        }
        keep("comes", 3, WorkflowPhase.SUCCEEDED);

        RunCatalog second = catalog();
        assertThat(second.find("stays").orElseThrow().version()).isEqualTo(stays);
        assertThat(second.page(e -> true, null, 10))
                .extracting(Entry::name)
                .containsExactly("comes", "changes", "stays");
        assertThat(second.since(last).orElseThrow())
                .extracting(c -> c.entry().name() + (c.gone() ? "-" : ""))
                .containsExactlyInAnyOrder("goes-", "changes", "comes");
        assertThat(second.since(last - 1_000_000_000_000L))
                .as("so old a version")
                .isEmpty();
    }

    @Test
    void aCatalogThatIsBrokenIsMadeAnew() throws IOException {
        keep("wf", 0, WorkflowPhase.SUCCEEDED);
        catalog().close();
        Path file = data.resolve("index/runs");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(file, bytes);
        assertThat(catalog().find("wf").orElseThrow().phase()).isEqualTo("Succeeded");
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(catalog().find("wf")).isPresent();
    }

    @Test
    void notesAreFollowedFromOneFileToTheNext() throws IOException {
        RunCatalog catalog = catalog();
        keep("a", 0, WorkflowPhase.SUCCEEDED);
        assertThat(catalog.page(e -> true, null, 10)).hasSize(1);
        Path notes = data.resolve("index/changes");
        keep("b", 1, WorkflowPhase.SUCCEEDED);
        Files.move(notes, data.resolve("index/changes.old"));
        keep("c", 2, WorkflowPhase.SUCCEEDED);
        assertThat(catalog.page(e -> true, null, 10)).hasSize(3);
        // two files are passed over
        Files.delete(data.resolve("index/changes.old"));
        keep("d", 3, WorkflowPhase.SUCCEEDED);
        Files.delete(notes);
        keep("e", 4, WorkflowPhase.SUCCEEDED);
        assertThat(catalog.page(e -> true, null, 10)).hasSize(5);
    }

    @Test
    void whoFallsFarBehindGetsTheLatestOfEach() {
        RunCatalog catalog = catalog();
        keep("other", 0, WorkflowPhase.SUCCEEDED);
        long before = catalog.version();
        keep("gone", 1, WorkflowPhase.SUCCEEDED);
        catalog.version();
        store().delete("gone");
        try (RunRecord record = store().create(workflow("wf", 2), ORIGIN)) {
            for (int i = 0; i < 4200; i++) {
                record.status(Progress.of(ended("wf", 2, WorkflowPhase.RUNNING)));
                catalog.version();
            }
        }
        assertThat(catalog.since(before).orElseThrow())
                .extracting(c -> c.entry().name() + (c.gone() ? "-" : ""))
                .contains("wf")
                .doesNotContain("other", "gone")
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsInNoListAndHurtsNoOther() throws IOException {
        keep("wf", 0, WorkflowPhase.SUCCEEDED);
        keep("bad", 0, WorkflowPhase.SUCCEEDED);
        Files.writeString(data.resolve("runs/bad/status.json"), "{\"metadata\":{");
        Files.createDirectories(data.resolve("runs/empty"));
        assertThat(catalog().page(e -> true, null, 10)).extracting(Entry::name).containsExactly("wf");
    }

    @Test
    void theSameNameAgainIsAnotherRun() {
        keep("wf", 0, WorkflowPhase.SUCCEEDED);
        RunCatalog catalog = catalog();
        long before = catalog.version();
        store().delete("wf");
        Workflow next = workflow("wf", 9);
        var metadata = new ObjectMetaBuilder(next.metadata()).withUid("another").build();
        store().create(next.toBuilder().metadata(metadata).build(), ORIGIN).close();
        assertThat(catalog.since(before).orElseThrow())
                .extracting(RunCatalog.Change::gone)
                .containsExactly(true, false);
        assertThat(catalog.withUid("uid-wf")).isEmpty();
        assertThat(catalog.withUid("another")).isPresent();
        assertThat(catalog.page(e -> true, null, 10)).hasSize(1);
    }

    @Test
    void aNameThatLeadsElsewhereIsNoRun() {
        RunCatalog catalog = catalog();
        assertThat(catalog.find("../../etc")).isEmpty();
        new ChangeNotes(data.resolve("index")).note("../x");
        assertThat(catalog.page(e -> true, null, 10)).isEmpty();
        catalog.close();
        assertThatThrownBy(() -> catalog.page(e -> true, null, 10)).hasMessageContaining("skiff is ending");
    }

    private RunCatalog catalog() {
        RunCatalog catalog = new FileRunCatalog(data, InstantSource.system());
        open.add(catalog);
        Await.until("the runs are known", () -> catalog.ready().isDone(), () -> "nothing");
        catalog.ready().join();
        return catalog;
    }

    private FileRunStore store() {
        return new FileRunStore(data);
    }

    private void keep(String name, int second, WorkflowPhase phase) {
        try (RunRecord record = store().create(workflow(name, second), ORIGIN)) {
            record.status(Progress.of(ended(name, second, phase)));
        }
    }

    private static Workflow workflow(String name, int second) {
        Workflow workflow = Yaml.workflow(name, Yaml.THREE_STEPS);
        return workflow.toBuilder()
                .metadata(new ObjectMetaBuilder(workflow.metadata())
                        .withUid("uid-" + name)
                        .addToLabels("own", "label")
                        .withCreationTimestamp(BORN.plusSeconds(second).toString())
                        .build())
                .build();
    }

    private static Workflow ended(String name, int second, WorkflowPhase phase) {
        return workflow(name, second).toBuilder()
                .status(WorkflowStatus.builder()
                        .phase(phase)
                        .finishedAt(phase.completed() ? BORN.plusSeconds(100) : null)
                        .build())
                .build();
    }
}
