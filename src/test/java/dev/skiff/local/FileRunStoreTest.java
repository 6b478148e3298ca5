package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Event;
import dev.skiff.engine.Request;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Origin;
import dev.skiff.port.Progress;
import dev.skiff.port.RunRecord;
import dev.skiff.port.StoreException;
import dev.skiff.port.StoredLog;
import dev.skiff.runtime.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRunStoreTest {
    private static final Origin ORIGIN =
            new Origin("docker", List.of("/a.yaml"), List.of("secret/s=/b"), List.of("s"), true, 3);

    @TempDir
    Path directory;

    @Test
    void aRunIsFoundWithItsStatusAndItsOrigin() {
        try (RunRecord record = create("wf")) {
            assertThat(store().find("wf").orElseThrow().workflow().status()).isNull();
            var status = WorkflowStatus.builder().phase(WorkflowPhase.RUNNING).build();
            record.status(Progress.of(Yaml.workflow("wf", Yaml.THREE_STEPS).toBuilder()
                    .status(status)
                    .build()));
            var run = store().find("wf").orElseThrow();
            assertThat(run.workflow().status()).isEqualTo(status);
            assertThat(run.live()).isTrue();
            assertThat(run.completed()).isFalse();
        }
        assertThat(store().find("wf").orElseThrow().live()).isFalse();
        assertThat(store().origin("wf")).isEqualTo(ORIGIN);
        assertThat(store().find("other")).isEmpty();
    }

    @Test
    void aRunIsUnfinishedUntilItsLastStatusIsWritten() {
        var workflow = Yaml.workflow("wf", Yaml.THREE_STEPS).toBuilder();
        try (RunRecord record = create("wf")) {
            record.status(Progress.of(workflow.status(WorkflowStatus.builder()
                            .phase(WorkflowPhase.RUNNING)
                            .build())
                    .build()));
            assertThat(store().unfinished()).containsExactly("wf");
            record.status(Progress.of(workflow.status(
                            WorkflowStatus.builder().phase(WorkflowPhase.FAILED).build())
                    .build()));
            assertThat(store().unfinished()).isEmpty();
        }
    }

    @Test
    void runsAreListedInTheOrderOfTheirStart() throws IOException {
        for (String name : List.of("c", "a", "b")) {
            create(name).close();
            Path written = directory.resolve("runs").resolve(name).resolve("workflow.json");
            Files.setLastModifiedTime(
                    written, java.nio.file.attribute.FileTime.fromMillis(1_000_000L * ("cab".indexOf(name) + 1)));
        }
        assertThat(store().names()).containsExactly("c", "a", "b");
        assertThat(store().list()).extracting("name").containsExactly("c", "a", "b");
    }

    @Test
    void whatIsKeptIsForTheUserAlone() throws IOException {
        try (RunRecord record = create("wf")) {
            record.output("wf-1", "main", "x".getBytes(StandardCharsets.UTF_8));
            record.status(Progress.of(Yaml.workflow("wf", Yaml.THREE_STEPS)));
        }
        try (var files = Files.walk(directory.resolve("runs"))) {
            for (Path file : files.toList()) {
                String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(permissions)
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void aRunThatThisProcessDrivesCannotBeTakenOverOrDeleted() {
        try (RunRecord record = create("wf")) {
            assertThatThrownBy(() -> store().takeOver("wf"))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("run wf is being driven by another process (process id "
                            + ProcessHandle.current().pid() + ")");
            assertThatThrownBy(() -> store().delete("wf")).isInstanceOf(StoreException.class);
            assertThat(record.name()).isEqualTo("wf");
        }
        store().takeOver("wf").close();
        store().delete("wf");
        assertThat(store().names()).isEmpty();
    }

    @Test
    void whatIsRecordedOfALiveRunCanBeReadByOthers() throws IOException {
        var events = List.<Event>of(
                new Event.AlarmRang("a", Instant.parse("2026-01-01T00:00:00Z")),
                new Event.Asked(new Request.Stop(), Instant.parse("2026-01-01T00:00:01Z")));
        List<Event> read = new ArrayList<>();
        try (RunRecord record = create("wf")) {
            record.append(events);
            // the other process is in the middle of a line
            Path journal = directory.resolve("runs").resolve("wf").resolve("journal.jsonl");
            Files.writeString(journal, "{\"half", StandardOpenOption.APPEND);
            store().replay("wf", read::add);
        }
        assertThat(read).isEqualTo(events);
        assertThatThrownBy(() -> store().replay("other", read::add)).hasMessage("there is no run named other");
    }

    @Test
    void aRunIsFreeAgainWhenItsProcessIsKilled() throws IOException, InterruptedException {
        create("wf").close();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read())
                    .as("the other process has it")
                    .isEqualTo('+');
            assertThat(store().find("wf").orElseThrow().live()).isTrue();
            assertThatThrownBy(() -> store().takeOver("wf")).hasMessageContaining("process id " + other.pid());
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(store().find("wf").orElseThrow().live()).isFalse();
        store().takeOver("wf").close();
    }

    /** Takes the run over, says so and waits to be killed. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws InterruptedException {
            new FileRunStore(Path.of(args[0])).takeOver("wf");
            System.out.print('+');
            System.out.flush();
            Thread.sleep(120_000);
        }
    }

    @Test
    void outputIsKeptAsItCameAndCanBeForgotten() {
        try (RunRecord record = create("wf")) {
            record.output("wf-1", "main", bytes("one\ntw"));
            record.output("wf-1", "main", bytes("o\n"));
            record.output("wf-1", "side", bytes("beside\n"));
            List<StoredLog> logs = store().logs("wf");
            assertThat(logs).extracting("container").containsExactly("main", "side");
            assertThat(logs.getFirst().read(0, 100)).isEqualTo(bytes("one\ntwo\n"));
            assertThat(logs.getFirst().read(4, 3)).isEqualTo(bytes("two"));
            assertThat(logs.getFirst().read(8, 3)).isEmpty();
            record.forgetOutput("wf-1");
            assertThat(store().logs("wf")).isEmpty();
            assertThat(logs.getFirst().read(0, 3)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/b", "", ".hidden", "a\u0000b"})
    void aNameThatWouldLeadElsewhereIsNoName(String name) {
        assertThatThrownBy(() -> store().delete(name))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be the name of a run");
    }

    @Test
    void nothingOfARunWhoseDeletionWasCutOffIsTakenForTheNextOfItsName() throws IOException {
        try (RunRecord record = create("wf")) {
            record.append(List.of(new Event.Asked(new Request.Stop(), Instant.parse("2026-01-01T00:00:01Z"))));
            record.output("wf-1", "main", bytes("old\n"));
            record.status(Progress.of(Yaml.workflow("wf", Yaml.THREE_STEPS).toBuilder()
                    .status(WorkflowStatus.builder().phase(WorkflowPhase.FAILED).build())
                    .build()));
        }
        Files.delete(directory.resolve("runs/wf/workflow.json"));
        assertThat(store().find("wf")).isEmpty();
        create("wf").close();
        assertThat(store().find("wf").orElseThrow().workflow().status()).isNull();
        assertThat(store().unfinished()).containsExactly("wf");
        assertThat(store().logs("wf")).isEmpty();
        List<Event> events = new ArrayList<>();
        store().replay("wf", events::add);
        assertThat(events).isEmpty();
    }

    @Test
    void whatAProcessLeftThatDiedWhileItMadeARunIsNoRun() throws IOException {
        Files.createDirectories(directory.resolve("runs/wf"));
        assertThat(store().names()).isEmpty();
        create("wf").close();
        assertThat(store().names()).containsExactly("wf");
        assertThatThrownBy(() -> create("wf")).hasMessageContaining("there is a run named wf already");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsSaidWithItsPath() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> new FileRunStore(file).create(Yaml.workflow("wf", Yaml.THREE_STEPS), ORIGIN))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private FileRunStore store() {
        return new FileRunStore(directory);
    }

    private RunRecord create(String name) {
        return store().create(Yaml.workflow(name, Yaml.THREE_STEPS), ORIGIN);
    }
}
