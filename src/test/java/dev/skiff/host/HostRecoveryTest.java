package dev.skiff.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.port.Await;
import dev.skiff.port.MemoryArtifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a skiff that was killed leaves behind, and what the next one makes of it. */
final class HostRecoveryTest {
    private static final String NODE = "a";

    @TempDir
    Path directory;

    /** A process of its own: starts a task that waits for the file {@code go}, says so, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws InterruptedException {
            var base = Path.of(args[0]);
            var host = new HostFixture(HostOptions.in(base));
            host.executor.start(waiting(base));
            host.heard.saw(NODE, "before");
            System.out.println("ready");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static Task waiting(Path base) {
        return HostFixture.task(NODE)
                .sh("echo before; while [ ! -e " + base
                        + "/go ]; do sleep 0.05; done; echo after; echo 1 > /tmp/out; exit 4")
                .output("value", "/tmp/out")
                .build();
    }

    private HostOptions options() {
        return HostOptions.in(directory);
    }

    private Path runDirectory() {
        return new Layout(directory).run(HostFixture.RUN);
    }

    private List<ProcessHandle> processesHere() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.pid() != ProcessHandle.current().pid())
                .filter(p -> p.info().commandLine().orElse("").contains(directory.toString()))
                .toList();
    }

    @AfterEach
    void endWhatATestLeft() {
        processesHere().forEach(ProcessHandle::destroyForcibly);
    }

    private void killASkiffWhileItsTaskRuns() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var victim = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = victim.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
        }
        victim.destroyForcibly().waitFor();
    }

    @Test
    void aTaskOutlivesTheSkiffThatWasKilledAndTheNextOneSeesItsEnd() throws Exception {
        killASkiffWhileItsTaskRuns();
        assertThat(processesHere()).isNotEmpty();

        try (var host = new HostFixture(options())) {
            host.executor.collectGarbage(List.of(HostFixture.RUN));
            host.executor.recover(HostFixture.context(), List.of(waiting(directory)));
            host.heard.saw(NODE, "before");
            Files.createFile(directory.resolve("go"));

            var end = host.heard.ended(NODE);
            assertThat(end.exitCode()).isEqualTo(4);
            assertThat(end.results().files()).containsEntry("value", new OutputFile.Found("1\n"));
            assertThat(host.heard.stdoutBeforeEnd(NODE)).isEqualTo("before\nafter\n");
        }
    }

    @Test
    void whatAKilledSkiffLeftIsEndedAndDeletedByTheNext() throws Exception {
        killASkiffWhileItsTaskRuns();

        try (var executor = new HostExecutor(options(), InstantSource.system(), new MemoryArtifacts())) {
            executor.collectGarbage(List.of("another-run"));
        }

        assertThat(runDirectory()).doesNotExist();
        Await.until("nothing runs any more", () -> processesHere().isEmpty(), this::processesHere);
    }

    @Test
    void theRunsOfALivingSkiffAreNoGarbage() {
        try (var host = new HostFixture(options());
                var other = new HostExecutor(options(), InstantSource.system(), new MemoryArtifacts())) {
            host.executor.start(HostFixture.task(NODE).sh("sleep 600").build());
            host.heard.running(NODE);

            other.collectGarbage(List.of());

            assertThat(runDirectory()).exists();
            assertThat(host.heard.ends(NODE)).isEmpty();
        }
    }

    @Test
    void aProcessNumberThatWasGivenToAnotherProcessIsNotTouched() throws Exception {
        assumeTrue(GroupLauncher.find(List.of(GroupLauncher.SETSID), System.getenv("PATH"))
                .isPresent());
        var bystander = new ProcessBuilder("setsid", "sleep", "600").start();
        try (var host = new HostFixture(options())) {
            var task = HostFixture.task(NODE).sh("sleep 600").build();
            var files = new Layout(directory).task(HostFixture.ref(NODE)).container("main");
            DirectoryTree.make(files.directory());
            Files.writeString(files.started(), Instant.now().toString());
            Files.writeString(files.pid(), bystander.pid() + "\n");

            host.executor.recover(HostFixture.context(), List.of(task));
            var end = host.heard.ended(NODE);
            host.executor.stop(HostFixture.ref(NODE), StopReason.SHUTDOWN);
            host.executor.cleanUp(HostFixture.RUN, true);

            assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
            assertThat(end.message()).startsWith("main: its process has left no exit code");
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void aTaskWhoseWholeGroupWasKilledFromOutsideIsObserved() throws Exception {
        try (var host = new HostFixture(options())) {
            host.executor.start(
                    HostFixture.task(NODE).sh("echo ready; sleep 600").build());
            host.heard.saw(NODE, "ready");
            var files = new Layout(directory).task(HostFixture.ref(NODE)).container("main");
            var pid = Files.readString(files.pid()).strip();

            new ProcessBuilder("sh", "-c", "kill -s KILL -- -" + pid).start().waitFor();

            var end = host.heard.ended(NODE);
            assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(end.exitCode()).isEqualTo(137);
        }
    }
}
