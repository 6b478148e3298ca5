package dev.skiff.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.SampleTask;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clear words for what cannot work, and nothing done that was not asked for. */
final class HostBadInputTest {
    @TempDir
    Path directory;

    @Test
    void aDirectoryThatCannotBeMadeIsNamedBeforeTheRunStarts() throws Exception {
        var inTheWay = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> new HostFixture(HostOptions.in(inTheWay)))
                .isInstanceOf(ExecutorException.class)
                .hasMessageStartingWith("the host executor cannot work in " + inTheWay)
                .hasMessageContaining("see that there is space and that you may write there");
    }

    @Test
    void aTaskThatCannotBeStagedIsAnErrorThatNamesThePlace() throws Exception {
        try (var host = new HostFixture(HostOptions.in(directory))) {
            var tasks = new Layout(directory).tasks(HostFixture.RUN);
            DirectoryTree.delete(tasks);
            Files.writeString(tasks, "in the way");

            var end = host.runToEnd(HostFixture.task("a").build());

            assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
            assertThat(end.message()).startsWith("the host executor cannot work in " + tasks);
            assertThat(end.startedAt()).isNull();
        }
    }

    @Test
    void theCallersSecretsStayWithTheCaller() {
        var own = Map.of("PATH", System.getenv("PATH"), "AWS_SECRET_ACCESS_KEY", "s3cret", "LANG", "C");
        try (var host = new HostFixture(HostOptions.in(directory).withEnvironment(own))) {
            host.runToEnd(HostFixture.task("a").sh("env | cut -d= -f1 | sort").build());

            // The shell itself adds PWD, and some shells OLDPWD, SHLVL and _.
            assertThat(host.heard
                            .stdout("a")
                            .lines()
                            .filter(l -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(l)))
                    .containsExactly("LANG", "PATH", "SKIFF_ROOT", "TMPDIR");
        }
    }

    @Test
    void anOutputThatIsANamedPipeDoesNotBlock() {
        try (var host = new HostFixture(HostOptions.in(directory))) {
            var end = host.runToEnd(HostFixture.task("a")
                    .sh("mkfifo /tmp/out")
                    .output("value", "/tmp/out")
                    .build());

            assertThat(end.results().files())
                    .containsEntry(
                            "value",
                            new OutputFile.Unreadable(
                                    "/tmp/out is not a regular file; an output parameter is read from a file"));
        }
    }

    @Test
    void aSparseFileOfTwoGigabytesIsTooLargeAndIsNotRead() {
        try (var host = new HostFixture(HostOptions.in(directory))) {
            var end = host.runToEnd(HostFixture.task("a")
                    .sh("dd if=/dev/zero of=/tmp/out bs=1 count=0 seek=2147483648 2>/dev/null")
                    .output("value", "/tmp/out")
                    .build());

            assertThat(end.results().files().get("value"))
                    .isInstanceOfSatisfying(
                            OutputFile.Unreadable.class,
                            f -> assertThat(f.why())
                                    .isEqualTo(
                                            "/tmp/out is too large for an output parameter: it has 2147483648 bytes (2.0 GiB), the limit is 1048576 bytes (1.0 MiB); hand over large data as a file"));
        }
    }

    @Test
    void aSidecarThatFailsByItselfMakesTheTaskFail() {
        try (var host = new HostFixture(HostOptions.in(directory))) {
            var scratch = new VolumeBuilder()
                    .withName("scratch")
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .build();
            var end = host.runToEnd(HostFixture.task("a")
                    .sh("while [ ! -e /s/x ]; do sleep 0.05; done; sleep 0.3")
                    .volume(scratch)
                    .mount("scratch", "/s")
                    .sidecar(SampleTask.beside("helper", "i", "touch /s/x; exit 2", "scratch", "/s"))
                    .build());

            assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(end.message()).isEqualTo("helper: Error (exit code 2)");
        }
    }

    @Test
    void aTaskThatTookItsOwnPermissionsAwayCanBeDeleted() {
        try (var host = new HostFixture(HostOptions.in(directory))) {
            host.runToEnd(HostFixture.task("a")
                    .sh("mkdir -p d/e; touch d/e/f; chmod 0 d/e; chmod 0500 d")
                    .build());

            host.executor.release(HostFixture.ref("a"));

            assertThat(new Layout(directory).task(HostFixture.ref("a")).directory())
                    .doesNotExist();
        }
    }

    @Test
    void aLinkOutOfATaskIsDeletedWithoutWhatItPointsTo() throws Exception {
        var precious = Files.writeString(directory.resolve("precious"), "keep");
        try (var host = new HostFixture(HostOptions.in(directory.resolve("skiff")))) {
            host.runToEnd(
                    HostFixture.task("a").sh("ln -s " + directory + " out").build());
        }

        assertThat(precious).exists();
    }

    @Test
    void namesThatAreNoFileNamesStayInsideOfTheDirectory() {
        assertThat(Layout.encoded("../x")).isEqualTo("%2E.%2Fx");
        assertThat(Layout.encoded("wf-1.a_B")).isEqualTo("wf-1.a_B");
        assertThat(Layout.encoded("")).isEqualTo("%");
    }
}
