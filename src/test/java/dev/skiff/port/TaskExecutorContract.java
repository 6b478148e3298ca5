package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract but for artifacts, for executors that run real programs: give {@link #open}, {@link #image} and {@link #leftovers}. */
public abstract class TaskExecutorContract extends DaemonContract {
    private static final Limits IMPATIENT = new Limits(Duration.ofMillis(500), 1 << 20);

    private OutputFile fileWrittenBy(String shell, String path) {
        var end = runToEnd(task("a").sh(shell).output("value", path).build());
        assertThat(end.verdict()).as(heard.stderr("a")).isEqualTo(Verdict.SUCCEEDED);
        return end.results().files().get("value");
    }

    private String whyUnreadable(String shell) {
        var file = fileWrittenBy(shell, RESULT_PATH);
        assertThat(file).isInstanceOf(OutputFile.Unreadable.class);
        return ((OutputFile.Unreadable) file).why();
    }

    // OUT-05
    @Test
    void standardErrorIsNoPartOfTheResult() {
        var end = runToEnd(task("a")
                .script("for i in 1 2 3; do echo \"warning $i\" >&2; echo $i; done; echo \"last words\" >&2")
                .captureResult()
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.results().stdout()).isEqualTo("1\n2\n3\n");
    }

    @Test
    protected void standardErrorIsDeliveredAsSuch() {
        runToEnd(task("a").sh("echo out; echo err >&2").captureResult().build());

        assertThat(heard.stdout("a")).isEqualTo("out\n");
        assertThat(heard.stderr("a")).isEqualTo("err\n");
    }

    // OUT-05
    @Test
    void aResultLongerThan256KiBIsItsLast256KiB() {
        var end = runToEnd(task("a").sh("seq 1 100000").captureResult().build());

        assertThat(end.results().stdout()).hasSize(256 << 10).endsWith("\n99999\n100000\n");
    }

    @Test
    void outputFilesLieWhereTheyWillAndEachIsRead() {
        var end = runToEnd(task("a")
                .sh("echo 1 > /tmp/one; mkdir -p /opt/skiff-contract/deep; echo 2 > /opt/skiff-contract/deep/two;"
                        + " echo 3 > /three.txt; cat /tmp/one")
                .output("one", "/tmp/one")
                .output("two", "/opt/skiff-contract/deep/two")
                .output("three", "/three.txt")
                .build());

        assertThat(end.results().files().get("one")).isEqualTo(new OutputFile.Found("1\n"));
        assertThat(end.results().files().get("two")).isEqualTo(new OutputFile.Found("2\n"));
        assertThat(end.results().files().get("three")).isEqualTo(new OutputFile.Found("3\n"));
        assertThat(heard.stdout("a")).isEqualTo("1\n");
    }

    @Test
    void anOutputFileMayHoldAnyUnicodeCharacter() {
        assertThat(fileWrittenBy("printf '\\360\\237\\233\\266 \\347\\265\\220' > /tmp/value", RESULT_PATH))
                .isEqualTo(new OutputFile.Found("🛶 結"));
    }

    @Test
    void anOutputFileThatIsASymbolicLinkIsFollowed() {
        assertThat(fileWrittenBy("echo 1 > real; ln -s \"$PWD/real\" /tmp/value", RESULT_PATH))
                .isEqualTo(new OutputFile.Found("1\n"));
    }

    @Test
    void anOutputFileThatIsNotUtf8IsUnreadable() {
        assertThat(whyUnreadable("printf 'a\\377\\376' > /tmp/value")).contains("UTF-8");
    }

    @Test
    void anOutputFileThatIsADirectoryIsUnreadable() {
        assertThat(whyUnreadable("mkdir -p /tmp/value")).contains("directory");
    }

    @Test
    void anOutputFileThatIsTooLargeIsUnreadableAndBothSizesAreSaid() {
        assertThat(whyUnreadable("head -c 1048577 /dev/zero | tr '\\0' x > /tmp/value"))
                .contains("1048577", "1048576");
    }

    @Test
    void anOutputFileAsLargeAsTheLimitIsFound() {
        assertThat(fileWrittenBy("head -c 1048576 /dev/zero | tr '\\0' x > /tmp/value", RESULT_PATH))
                .isEqualTo(new OutputFile.Found("x".repeat(1 << 20)));
    }

    @Test
    void theWorkingDirectoryIsTheOneThatIsAskedFor() {
        runToEnd(task("a").sh("pwd").workingDir("/usr").build());

        assertThat(heard.stdout("a")).isEqualTo("/usr\n");
    }

    // RES-11
    @Test
    void aScriptIsRunByItsCommand() {
        var end = runToEnd(task("a")
                .script("x='it'\"'\"'s'\nprintf '%s\\n' \"$x $# $0\" > /tmp/value\n")
                .output("value", RESULT_PATH)
                .build());

        assertThat(end.results().files().get("value"))
                .isInstanceOfSatisfying(
                        OutputFile.Found.class,
                        f -> assertThat(f.text()).startsWith("it's 0 ").endsWith("/argo/staging/script\n"));
    }

    // MET-09
    @Test
    void aCommandThatIsNotThereIsNamed() {
        var end = runToEnd(task("a").command("no-such-command").args("x").build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isEqualTo(64);
        assertThat(end.message())
                .startsWith("main: Error (exit code 64): failed to find name in PATH: ")
                .contains("no-such-command");
    }

    @Test
    void aCommandGivenByItsPathThatIsNotThereIsNamed() {
        var end = runToEnd(task("a").command("/no/such/program").args().build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isEqualTo(64);
        assertThat(end.message()).contains("failed to find name in PATH", "/no/such/program");
    }

    // STOP-06
    @Test
    void aTaskThatIsKilledBySignalNineHasExitCode137() {
        // $$$$ is $$ after the kubelet's expansion. Process 1 of a container cannot kill itself, hence the shell in the
        // shell.
        var end = runToEnd(task("a").sh("sh -c 'kill -9 $$$$'; exit $?").build());

        assertThat(end.exitCode()).isEqualTo(137);
    }

    @Test
    void aTaskMayUseSigtermToFinishItsWork() {
        executor()
                .start(task("a")
                        .sh("trap 'echo saved > /tmp/value; exit 9' TERM; echo ready; while :; do sleep 0.1; done")
                        .output("value", RESULT_PATH)
                        .build());
        heard.saw("a", "ready");

        executor().stop(ref("a"), StopReason.SHUTDOWN);

        var end = heard.ended("a");
        assertThat(end.exitCode()).isEqualTo(9);
        assertThat(end.results().files()).containsEntry("value", new OutputFile.Found("saved\n"));
    }

    @Test
    void aTaskThatIgnoresSigtermIsKilledAfterItsGracePeriod() {
        reopen(IMPATIENT);
        executor()
                .start(task("a")
                        .sh("trap '' TERM; echo ready; while :; do sleep 0.1; done")
                        .build());
        heard.saw("a", "ready");

        executor().stop(ref("a"), StopReason.SHUTDOWN);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isEqualTo(137);
    }

    @Test
    void whatATaskLeftRunningEndsWithIt() {
        runToEnd(task("a")
                .sh("( while :; do echo x >> /work/beat; sleep 0.05; done ) &\n"
                        + "while [ ! -s /work/beat ]; do sleep 0.05; done")
                .mount("shared", "/work")
                .build());

        var end = runToEnd(task("look")
                .sh("before=$(wc -c < /work/beat); sleep 0.5; [ $before = $(wc -c < /work/beat) ]")
                .mount("shared", "/work")
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void aTaskStartedTwiceIsExecutedOnce() {
        var task =
                task("a").sh("echo x >> /work/count").mount("shared", "/work").build();
        executor().start(task);
        executor().start(task);
        heard.ended("a");
        executor().start(task);
        heard.ended("a", 2);

        runToEnd(
                task("count").sh("wc -l < /work/count").mount("shared", "/work").build());

        assertThat(heard.stdout("count").strip()).isEqualTo("1");
    }

    @Test
    void tenMegabytesOfOutputArriveCompleteAndInOrderBeforeTheEnd() {
        runToEnd(task("a").sh("seq 1 1400000").build());

        var expected =
                IntStream.rangeClosed(1, 1_400_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertThat(heard.stdoutBeforeEnd("a").equals(expected))
                .as("all %d characters of the output, in order", expected.length())
                .isTrue();
    }

    @Test
    protected void theLastWordsWithoutALineEndArriveToo() {
        runToEnd(task("a")
                .sh("printf 'no newline'; printf 'nor here' >&2; exit 1")
                .build());

        assertThat(heard.stdout("a")).isEqualTo("no newline");
        assertThat(heard.stderr("a")).isEqualTo("nor here");
    }

    @Test
    void aTaskThatRunsWhileTheProcessIsReplacedIsAdopted() {
        var waits = task("a")
                .sh("echo before; echo x >> /work/count; while [ ! -e /work/go ]; do sleep 0.1; done; echo after;"
                        + " wc -l < /work/count > /tmp/value; exit 5")
                .mount("shared", "/work")
                .output("value", RESULT_PATH)
                .build();
        executor().start(waits);
        heard.saw("a", "before");

        reopen(Limits.USUAL);
        executor().recover(context(), List.of(waits, task("never").build()));
        heard.running("a");
        runToEnd(task("go").sh("touch /work/go").mount("shared", "/work").build());

        var end = heard.ended("a");
        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.message()).isEqualTo("main: Error (exit code 5)");
        assertThat(heard.stdoutBeforeEnd("a")).isEqualTo("before\nafter\n");
        assertThat(end.results().files().get("value"))
                .isInstanceOfSatisfying(
                        OutputFile.Found.class,
                        f -> assertThat(f.text().strip()).isEqualTo("1"));
        assertThat(heard.states("never")).containsExactly(new TaskState.Absent());
    }

    @Test
    void aTaskThatEndedBeforeTheProcessWasReplacedEndsAgainAsItDid() {
        var task = task("a")
                .sh("echo said; echo 1 > /tmp/value; exit 2")
                .output("value", RESULT_PATH)
                .captureResult()
                .build();
        var first = runToEnd(task);

        reopen(Limits.USUAL);
        executor().recover(context(), List.of(task));

        assertThat(heard.ended("a")).isEqualTo(first);
        assertThat(heard.stdoutBeforeEnd("a")).isEqualTo("said\n");
    }

    @Test
    void anAdoptedTaskCanBeStopped() {
        var sleeps = task("a").sh("echo ready; sleep 600").build();
        executor().start(sleeps);
        heard.saw("a", "ready");

        reopen(Limits.USUAL);
        executor().recover(context(), List.of(sleeps));
        executor().stop(ref("a"), StopReason.SHUTDOWN);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isIn(143, 137);
    }
}
