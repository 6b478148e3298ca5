package dev.skiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.Task.Kind;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.RecordingListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code TaskLifecycleContract} says of containers, for tasks without one; and that each task goes where it belongs. */
class DirectExecutorTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final FakeWork work = new FakeWork(Kind.HTTP);
    private final RecordingListener heard = new RecordingListener();
    private final DirectExecutor executor = new DirectExecutor(List.of(work), CLOCK);

    DirectExecutorTest() {
        executor.listen(heard);
        executor.prepare(context());
    }

    @AfterEach
    void close() {
        executor.close();
    }

    private static RunContext context() {
        return new RunContext(Yaml.workflow("run", Yaml.THREE_STEPS), Yaml.NOTHING);
    }

    private static Task task(String node) {
        return FakeWork.task(Kind.HTTP, node, null);
    }

    private static TaskRef ref(String node) {
        return new TaskRef("run", node);
    }

    private TaskState.Ended runToEnd(Task task) {
        executor.start(task);
        return heard.ended(task.nodeId());
    }

    @Test
    void aTaskRunsAndEndsWithItsOutcomeAndWhatItSaid() {
        var end = runToEnd(task("ok"));

        assertThat(heard.states("ok").getFirst()).isInstanceOf(TaskState.Running.class);
        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.results().stdout()).isEqualTo("result");
        assertThat(end.startedAt()).isNotNull().isBeforeOrEqualTo(end.finishedAt());
        assertThat(heard.stdoutBeforeEnd("ok")).isEqualTo("begun\ndone\n");
    }

    @Test
    void aTaskStartedTwiceIsDoneOnceAndSaysAgainHowItEnded() {
        var first = runToEnd(task("ok"));

        executor.start(task("ok"));

        assertThat(heard.ended("ok", 2)).isEqualTo(first);
        assertThat(work.performed).containsExactly("ok");
    }

    @Test
    void aStoppedTaskHasFailedAndItsThreadIsInterrupted() {
        executor.start(task("wait"));
        heard.saw("wait", "begun");

        executor.stop(ref("wait"), StopReason.SHUTDOWN);

        assertThat(heard.ended("wait").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(heard.ended("wait").message()).isEqualTo("the request was stopped");
        assertThat(heard.stdout("wait")).isEqualTo("begun\n");
    }

    @Test
    void aTaskWhoseThreadDoesNotNoticeThatItIsStoppedEndsAllTheSame() {
        executor.start(task("deaf"));
        heard.saw("deaf", "begun");

        executor.stop(ref("deaf"), StopReason.DEADLINE);

        assertThat(heard.ended("deaf").message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
        work.mayHear.countDown();
        runToEnd(task("ok"));
        assertThat(heard.ends("deaf")).hasSize(1);
    }

    @Test
    void aTaskThatOutlivesItsActiveDeadlineIsEnded() {
        var end = runToEnd(FakeWork.task(Kind.HTTP, "wait", Duration.ofMillis(50)));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
    }

    @Test
    void whereArgoWouldHaveRunAPodAStoppedTaskHasThePodsExitCode() {
        var data = new DirectExecutor(List.of(new FakeWork(Kind.DATA)), CLOCK);
        data.listen(heard);
        data.prepare(context());
        data.start(FakeWork.task(Kind.DATA, "wait", null));
        data.stop(ref("wait"), StopReason.SHUTDOWN);

        assertThat(heard.ended("wait").exitCode()).isEqualTo(143);
        assertThat(heard.ended("wait").message()).isEqualTo("main: Error (exit code 143)");
        data.close();
    }

    @Test
    void aBugOfOursIsTheTasksError() {
        var end = runToEnd(task("bug"));

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("skiff itself failed", "on purpose");
    }

    @Test
    void afterARestartEveryTaskIsAbsent() {
        executor.recover(context(), List.of(task("ok"), task("wait")));

        assertThat(heard.states("ok")).containsExactly(new TaskState.Absent());
        assertThat(heard.states("wait")).containsExactly(new TaskState.Absent());
    }

    @Test
    void aReleasedTaskIsForgottenAndCleaningUpEndsWhatStillRunsWithoutAWord() {
        runToEnd(task("ok"));
        executor.release(ref("ok"));
        executor.release(ref("ok"));
        executor.start(task("wait"));
        heard.saw("wait", "begun");

        executor.cleanUp("run", true);

        assertThat(executor.knows(ref("ok"))).isFalse();
        assertThat(executor.knows(ref("wait"))).isFalse();
        assertThat(heard.ends("wait")).isEmpty();
        assertThat(work.cleaned).containsExactly("run");
    }

    @Test
    void aKindThatNobodyDoesIsRefused() {
        assertThatThrownBy(() -> executor.start(FakeWork.task(Kind.RESOURCE, "ok", null)))
                .isInstanceOf(ExecutorException.class)
                .hasMessageContaining("RESOURCE");
    }

    @Test
    void eachTaskGoesWhereItsKindBelongs() {
        var pods = FakeExecutor.immediate(t -> Fate.runs(), CLOCK);
        TaskExecutor both = new RoutingExecutor(pods, executor);
        both.listen(heard);
        both.prepare(context());
        both.start(task("wait"));
        both.start(FakeWork.task(Kind.POD, "pod", null));

        assertThat(pods.place().of("run")).containsExactly("pod");
        both.stop(ref("wait"), StopReason.SHUTDOWN);
        both.stop(ref("pod"), StopReason.SHUTDOWN);
        assertThat(heard.ended("wait").exitCode()).isNull();
        assertThat(heard.ended("pod").exitCode()).isEqualTo(143);
        both.release(ref("wait"));
        both.release(ref("pod"));
        assertThat(executor.knows(ref("wait"))).isFalse();
        assertThat(pods.place().of("run")).isEmpty();
        both.cleanUp("run", true);
        assertThat(work.cleaned).containsExactly("run");
    }

    @Test
    void recoveryAsksEachPlaceForItsOwnTasks() {
        var pods = FakeExecutor.immediate(t -> Fate.runs(), CLOCK);
        pods.listen(heard);
        pods.start(FakeWork.task(Kind.POD, "pod", null));
        TaskExecutor both = new RoutingExecutor(pods, executor);
        both.listen(heard);

        both.recover(context(), List.of(task("ok"), FakeWork.task(Kind.POD, "pod", null)));

        assertThat(heard.states("ok")).containsExactly(new TaskState.Absent());
        assertThat(heard.states("pod")).allMatch(TaskState.Running.class::isInstance);
        both.close();
    }

    @Test
    void aWaitingRequestKeepsNoContainerWaiting() {
        var admission = new Admission(1);
        var started = new ArrayList<String>();
        admission.enter(ref("pod"), Kind.POD, () -> started.add("pod"));
        admission.enter(ref("pod2"), Kind.POD, () -> started.add("pod2"));
        admission.enter(ref("http"), Kind.HTTP, () -> started.add("http"));
        assertThat(started).containsExactly("pod", "http");

        admission.leave(ref("http"));
        assertThat(started).hasSize(2);
        admission.leave(ref("pod"));
        assertThat(started).containsExactly("pod", "http", "pod2");
    }

    @Test
    void noMoreTasksThanThereArePlacesAreDoneAtOnce() {
        var admission = new Admission(1);
        var started = new ArrayList<Integer>();
        for (int i = 0; i < 2 * DirectExecutor.PLACES; i++) {
            int number = i;
            admission.enter(ref("http-" + i), Kind.HTTP, () -> started.add(number));
        }
        assertThat(started).hasSize(DirectExecutor.PLACES);
        assertThat(admission.withdraw(ref("http-" + DirectExecutor.PLACES))).isTrue();
        admission.leave(ref("http-0"));
        assertThat(started).hasSize(DirectExecutor.PLACES + 1).endsWith(DirectExecutor.PLACES + 1);
        admission.forget("run");
        assertThat(admission.isInside("run")).isFalse();
    }
}
