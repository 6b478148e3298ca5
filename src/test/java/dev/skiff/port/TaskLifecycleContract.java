package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds for every executor, a fake one included: its tasks do nothing but what {@link Deeds} can say. Executors that really run
 * something extend {@link TaskExecutorContract}.
 */
public abstract class TaskLifecycleContract {

    /**
     * How an executor is opened.
     *
     * @param grace between SIGTERM and SIGKILL
     * @param maxOutputBytes limit of one output file
     */
    public record Limits(Duration grace, int maxOutputBytes) {
        public static final Limits USUAL = new Limits(Duration.ofSeconds(5), 1 << 20);
    }

    /**
     * All that a lifecycle task does, in this order: print, write one file, then exit (or wait until it is stopped).
     *
     * @param path null to write none
     * @param exitCode null to run until stopped
     */
    public record Deeds(
            String stdout,
            @Nullable String path,
            String text,
            @Nullable Integer exitCode) {
        static Deeds exit(int code) {
            return new Deeds("", null, "", code);
        }

        static Deeds untilStopped() {
            return new Deeds("", null, "", null);
        }

        Deeds print(String line) {
            return new Deeds(line, path, text, exitCode);
        }

        Deeds write(String to, String content) {
            return new Deeds(stdout, to, content, exitCode);
        }

        String asShell() {
            var print = stdout.isEmpty() ? "" : "printf '%s' '" + stdout + "'; ";
            var write = path == null ? "" : "printf '%s' '" + text + "' > " + path + "; ";
            return print + write + (exitCode == null ? "sleep 600" : "exit " + exitCode);
        }
    }

    protected static final String RESULT_PATH = "/tmp/value";

    protected final String run = "contract-" + UUID.randomUUID().toString().substring(0, 8);
    protected RecordingListener heard = new RecordingListener();
    protected @Nullable TaskExecutor opened;

    /** Opens an executor on the place of execution that all executors of one test share; as a new process would. */
    protected abstract TaskExecutor open(Limits limits);

    /** Image of the sample tasks; it has a POSIX {@code sh} and the usual small commands. */
    protected abstract String image();

    /** What still exists of the run in the place of execution, named for people; volumes included. */
    protected abstract List<String> leftovers(String run);

    /** Called before a lifecycle task is started, for an executor that cannot run its shell text. */
    protected void announce(Task task, Deeds deeds) {}

    @BeforeEach
    protected void openTheExecutor() {
        reopen(Limits.USUAL);
    }

    @AfterEach
    protected void cleanUpAndClose() {
        executor().cleanUp(run, true);
        executor().close();
    }

    protected final TaskExecutor executor() {
        if (opened == null) {
            throw new IllegalStateException("no executor is open");
        }
        return opened;
    }

    /** Closes the executor, if there is one, and opens a new one with a new listener; running tasks go on meanwhile. */
    protected final TaskExecutor reopen(Limits limits) {
        if (opened != null) {
            opened.close();
        }
        heard = new RecordingListener();
        var executor = open(limits);
        opened = executor;
        executor.listen(heard);
        executor.prepare(context());
        return executor;
    }

    /** The run has one claim, {@code shared}, and the ConfigMaps and Secrets given. */
    protected RunContext context() {
        return contextWith(List.of(), List.of());
    }

    protected final RunContext contextWith(List<ConfigMap> configMaps, List<Secret> secrets) {
        var claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("shared")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Mi"))
                .endResources()
                .endSpec()
                .build();
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder()
                        .withName(run)
                        .withUid("uid-" + run)
                        .build())
                .spec(WorkflowSpec.builder()
                        .volumeClaimTemplates(List.of(claim))
                        .build())
                .build();
        return new RunContext(
                workflow,
                new Bundle(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        configMaps,
                        secrets,
                        List.of(),
                        List.of()));
    }

    protected final SampleTask task(String nodeId) {
        return new SampleTask(run, nodeId, image());
    }

    protected final TaskRef ref(String nodeId) {
        return new TaskRef(run, nodeId);
    }

    private Task doing(String nodeId, Deeds deeds) {
        return announced(task(nodeId).sh(deeds.asShell()), deeds);
    }

    private Task announced(SampleTask sample, Deeds deeds) {
        Task task = sample.build();
        announce(task, deeds);
        return task;
    }

    protected final TaskState.Ended runToEnd(Task task) {
        executor().start(task);
        return heard.ended(task.nodeId());
    }

    @Test
    void aTaskThatExitsWithZeroSucceeds() {
        var end = runToEnd(doing("a", Deeds.exit(0)));

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.exitCode()).isZero();
        assertThat(end.message()).isEmpty();
        assertThat(end.startedAt()).isNotNull().isBeforeOrEqualTo(end.finishedAt());
        assertThat(heard.states("a")).anyMatch(TaskState.Running.class::isInstance);
    }

    // PHASE-04, PHASE-08, OUT-06
    @Test
    void aTaskThatExitsWithThreeHasFailedAndSaysSo() {
        var end = runToEnd(doing("a", Deeds.exit(3)));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(end.message()).isEqualTo("main: Error (exit code 3)");
    }

    @Test
    void standardOutputIsDeliveredBeforeTheEndAndIsTheResultWhenWanted() {
        var deeds = Deeds.exit(0).print("hello");
        var end = runToEnd(announced(task("a").sh(deeds.asShell()).captureResult(), deeds));

        assertThat(end.results().stdout()).isEqualTo("hello");
        assertThat(heard.stdoutBeforeEnd("a")).isEqualTo("hello");
    }

    // OUT-03
    @Test
    void standardOutputIsNoResultWhenNobodyWantsIt() {
        var end = runToEnd(doing("a", Deeds.exit(0).print("hello")));

        assertThat(end.results().stdout()).isNull();
        assertThat(heard.stdoutBeforeEnd("a")).isEqualTo("hello");
    }

    @Test
    void anOutputFileIsHandedOverUntouched() {
        var deeds = Deeds.exit(0).write(RESULT_PATH, "[1, 2]\n\n");
        var end = runToEnd(announced(task("a").sh(deeds.asShell()).output("value", RESULT_PATH), deeds));

        assertThat(end.results().files()).containsExactly(Map.entry("value", new OutputFile.Found("[1, 2]\n\n")));
    }

    // OUT-02
    @Test
    void anOutputFileThatWasNotWrittenIsMissing() {
        var deeds = Deeds.exit(0);
        var end = runToEnd(announced(task("a").sh(deeds.asShell()).output("value", RESULT_PATH), deeds));

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.results().files()).containsEntry("value", new OutputFile.Missing());
    }

    // OUT-02
    @Test
    void anEmptyOutputFileIsFound() {
        var deeds = Deeds.exit(0).write(RESULT_PATH, "");
        var end = runToEnd(announced(task("a").sh(deeds.asShell()).output("value", RESULT_PATH), deeds));

        assertThat(end.results().files()).containsEntry("value", new OutputFile.Found(""));
    }

    // OUT-15
    @Test
    void outputsAreReadFromATaskThatFailedToo() {
        var deeds = Deeds.exit(1).write(RESULT_PATH, "half").print("done so far");
        var end = runToEnd(announced(
                task("a").sh(deeds.asShell()).output("value", RESULT_PATH).captureResult(), deeds));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.results().files()).containsEntry("value", new OutputFile.Found("half"));
        assertThat(end.results().stdout()).isEqualTo("done so far");
    }

    @Test
    void aStoppedTaskHasFailedBySignal() {
        executor().start(doing("a", Deeds.untilStopped()));
        heard.running("a");

        executor().stop(ref("a"), StopReason.SHUTDOWN);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isIn(143, 137);
        assertThat(end.message()).isEqualTo("main: Error (exit code " + end.exitCode() + ")");
    }

    // TIME-06
    @Test
    void aTaskStoppedForItsTemplatesTimeoutSaysDeadline() {
        executor().start(doing("a", Deeds.untilStopped()));
        heard.running("a");

        executor().stop(ref("a"), StopReason.DEADLINE);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
    }

    @Test
    void aTaskStoppedRightAfterItsStartEnds() {
        executor().start(doing("a", Deeds.untilStopped()));
        executor().stop(ref("a"), StopReason.SHUTDOWN);

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.FAILED);
    }

    // TIME-03, TIME-04
    @Test
    void aTaskThatOutlivesItsActiveDeadlineIsEnded() {
        var deeds = Deeds.untilStopped();
        var end = runToEnd(announced(task("a").sh(deeds.asShell()).deadline(Duration.ofSeconds(1)), deeds));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
    }

    @Test
    void aTaskThatEndsBeforeItsActiveDeadlineIsNotTouchedByIt() {
        var deeds = Deeds.exit(0);
        var end = runToEnd(announced(task("a").sh(deeds.asShell()).deadline(Duration.ofSeconds(60)), deeds));

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void stoppingAnUnknownTaskIsIgnored() {
        executor().stop(ref("nobody"), StopReason.SHUTDOWN);
        executor().stop(new TaskRef("no-such-run", "nobody"), StopReason.DEADLINE);

        assertThat(heard.states("nobody")).isEmpty();
    }

    @Test
    void stoppingATaskThatHasEndedChangesNothing() {
        var end = runToEnd(doing("a", Deeds.exit(0)));

        executor().stop(ref("a"), StopReason.DEADLINE);
        runToEnd(doing("b", Deeds.exit(0)));

        assertThat(heard.ends("a")).allMatch(end::equals);
    }

    @Test
    void aRunningTaskStartedAgainIsTheSameTask() {
        var task = doing("a", Deeds.untilStopped().print("once\n"));
        executor().start(task);
        heard.saw("a", "once");

        executor().start(task);
        executor().stop(ref("a"), StopReason.SHUTDOWN);

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(heard.stdout("a")).isEqualTo("once\n");
    }

    @Test
    void anEndedTaskStartedAgainEndsAgainAsItDid() {
        var deeds = Deeds.exit(3).write(RESULT_PATH, "v");
        var task = announced(task("a").sh(deeds.asShell()).output("value", RESULT_PATH), deeds);
        var first = runToEnd(task);

        executor().start(task);

        assertThat(heard.ended("a", 2)).isEqualTo(first);
    }

    @Test
    void aTaskThatWasNeverStartedIsAbsentAfterARestart() {
        executor().recover(context(), List.of(doing("a", Deeds.exit(0))));

        Await.until("a is absent", () -> heard.states("a").contains(new TaskState.Absent()), () -> heard.states("a"));
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        heard.throwFor("a");
        executor().start(doing("a", Deeds.exit(0).print("loud")));
        executor().start(doing("b", Deeds.exit(0).print("quiet")));

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.ended("b").verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void twentyTasksAtOnceEachKeepTheirOwnValue() {
        for (int i = 0; i < 20; i++) {
            var deeds = Deeds.exit(0).print("out " + i).write(RESULT_PATH, "value " + i);
            executor().start(announced(task("t" + i).sh(deeds.asShell()).output("value", RESULT_PATH), deeds));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(heard.ended("t" + i).results().files())
                    .containsEntry("value", new OutputFile.Found("value " + i));
            assertThat(heard.stdout("t" + i)).isEqualTo("out " + i);
        }
    }

    @Test
    void releasingAndCleaningUpTwiceIsFineAndLeavesNothing() {
        runToEnd(doing("a", Deeds.exit(0)));

        executor().release(ref("a"));
        executor().release(ref("a"));
        executor().release(ref("nobody"));
        executor().cleanUp(run, true);
        executor().cleanUp(run, true);

        assertThat(leftovers(run)).isEmpty();
    }

    @Test
    void cleaningUpEndsWhatStillRuns() {
        executor().start(doing("a", Deeds.untilStopped()));
        heard.running("a");

        executor().cleanUp(run, true);

        assertThat(leftovers(run)).isEmpty();
    }
}
