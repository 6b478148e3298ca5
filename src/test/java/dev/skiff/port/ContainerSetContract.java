package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.NodePhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every executor that runs real programs does with a containerSet (RES-10, OUT-07, RETRY-20, PHASE-05, STOP-06). */
public abstract class ContainerSetContract extends TaskPodContract {

    private TaskState.Member member(TaskState.Ended end, String name) {
        var member = end.results().members().get(name);
        assertThat(member).as(name).isNotNull();
        return member;
    }

    /** How long something has to last for the executor to see it; a {@code sleep}'s argument. */
    protected String momentSeconds() {
        return "0.5";
    }

    @Test
    void theMembersOfAContainerSetRunInTheOrderOfTheirDependenciesOnTheSetsVolumes() {
        var end = runToEnd(task("a")
                .volume(SCRATCH)
                .mount("scratch", "/work")
                .member("one", "sleep " + momentSeconds() + "; echo one >> /work/words; echo here is one")
                .member("two", "echo two >> /work/words", "one")
                .member("main", "cat /work/words; cat /work/words > /tmp/value", "two")
                .captureResult()
                .output("value", RESULT_PATH)
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.exitCode()).isZero();
        assertThat(end.results().stdout()).isEqualTo("one\ntwo\n");
        assertThat(end.results().files()).containsEntry("value", new OutputFile.Found("one\ntwo\n"));
        assertThat(heard.text("a", "one", false)).isEqualTo("here is one\n");
        assertThat(end.results().members()).containsOnlyKeys("one", "two", "main");
        assertThat(member(end, "two").phase()).isEqualTo(NodePhase.SUCCEEDED);
        assertThat(member(end, "two").exitCode()).isZero();
        assertThat(member(end, "two").startedAt()).isNotNull();
        assertThat(heard.states("a"))
                .anySatisfy(s -> assertThat(s)
                        .isInstanceOfSatisfying(
                                TaskState.Running.class,
                                r -> assertThat(r.members().get("one").phase()).isEqualTo(NodePhase.RUNNING)));
    }

    @Test
    void theMembersOfAContainerSetShareVarRunArgo() {
        runToEnd(task("a")
                .member("one", "echo hi > /var/run/argo/note")
                .member("main", "cat /var/run/argo/note", "one")
                .build());

        assertThat(heard.stdout("a")).isEqualTo("hi\n");
    }

    @Test
    void aContainerSetWithoutMainHasNoExitCode() {
        var end = runToEnd(task("a").member("one", "true").member("two", "true").build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.exitCode()).isNull();
    }

    @Test
    void whatDependsOnAMemberThatFailsDoesNotRun() {
        var end = runToEnd(task("a")
                .member("one", "exit 3")
                .member("main", "echo never", "one")
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message())
                .isEqualTo("main: Error (exit code 64): dependency \"one\" exited with non-zero code: 3");
        assertThat(member(end, "one").message()).isEqualTo("one: Error (exit code 3): ");
        assertThat(member(end, "one").phase()).isEqualTo(NodePhase.FAILED);
        assertThat(member(end, "main").phase()).isEqualTo(NodePhase.ERROR);
        assertThat(member(end, "main").exitCode()).isEqualTo(64);
        assertThat(heard.stdout("a")).doesNotContain("never");
    }

    @Test
    void aMemberThatFailsEndsThoseThatRunBesideIt() {
        var end = runToEnd(task("a")
                .member("bad", "exit 1")
                .member("sleeper", "sleep 600")
                .member("waiter", "true", "sleeper")
                .build());

        assertThat(end.message()).isEqualTo("bad: Error (exit code 1)");
        assertThat(member(end, "sleeper").exitCode()).isEqualTo(143);
        assertThat(member(end, "sleeper").phase()).isEqualTo(NodePhase.FAILED);
        assertThat(member(end, "waiter").exitCode()).isEqualTo(143);
    }

    @Test
    void aCommandOfAMemberThatIsNotThereIsAnError() {
        var end = runToEnd(task("a")
                .member("main", "true")
                .podSpecPatches("containers: [{name: main, command: [no-such-command]}]")
                .retry(3, "1ms")
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).startsWith("main: Error (exit code 64): failed to find name in PATH: ");
        assertThat(member(end, "main").phase()).isEqualTo(NodePhase.ERROR);
    }

    // CONFLICT-03
    @Test
    void aMemberIsExecutedAsOftenAsRetriesSaysInTheSameContainer() {
        var end = runToEnd(task("a")
                .mount("shared", "/work")
                .member("main", "echo again; echo x >> /work/count; exit 4")
                .retry(3, "10ms")
                .captureResult()
                .build());
        runToEnd(
                task("count").sh("wc -l < /work/count").mount("shared", "/work").build());

        assertThat(end.message()).isEqualTo("main: Error (exit code 4)");
        assertThat(heard.stdout("count").strip()).isEqualTo("3");
        assertThat(heard.stdout("a")).isEqualTo("again\nagain\nagain\n");
        assertThat(end.results().stdout()).isEqualTo("again\nagain\nagain\n");
    }

    @Test
    void aMemberThatSucceedsWhenRepeatedLetsItsDependantsRun() {
        var end = runToEnd(task("a")
                .volume(SCRATCH)
                .mount("scratch", "/work")
                .member("one", "[ -e /work/seen ] || { touch /work/seen; exit 1; }")
                .member("main", "echo fine", "one")
                .retry(2, "0s")
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("fine\n");
    }

    @Test
    void aContainerSetThatIsStoppedEndsAllItsMembers() {
        executor()
                .start(task("a")
                        .member("main", "echo ready; sleep 600")
                        .member("other", "true", "main")
                        .retry(5, "0s")
                        .build());
        heard.saw("a", "ready");

        executor().stop(ref("a"), StopReason.SHUTDOWN);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo("main: Error (exit code 143)");
        assertThat(member(end, "other").exitCode()).isEqualTo(143);
    }

    @Test
    void aContainerSetThatPassesItsDeadlineHasFailedWithTheDeadlinesMessage() {
        var end = runToEnd(task("a")
                .member("main", "sleep 600")
                .deadline(Duration.ofSeconds(1))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
    }

    @Test
    void aMemberThatWaitsForItselfIsAnErrorThatNamesIt() {
        var end = runToEnd(task("a")
                .member("one", "true", "two")
                .member("two", "true", "one")
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("container one of the containerSet would never start");
    }

    @Test
    void aSidecarRunsBesideAContainerSet() {
        var end = runToEnd(task("a")
                .volume(SCRATCH)
                .mount("scratch", "/work")
                .member("one", "while [ ! -e /work/up ]; do sleep 0.1; done")
                .member("main", "cat /work/up", "one")
                .sidecar(SampleTask.beside(
                        "helper",
                        image(),
                        "echo up > /work/half; mv /work/half /work/up; sleep 600",
                        "scratch",
                        "/work"))
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("up\n");
    }

    @Test
    void aContainerSetThatRunsWhileTheProcessIsReplacedIsAdopted() {
        var set = task("a")
                .mount("shared", "/work")
                .member("zero", "echo x >> /work/count")
                .member("main", "echo before; while [ ! -e /work/go ]; do sleep 0.1; done; echo after", "zero")
                .member("last", "wc -l < /work/count", "main")
                .build();
        executor().start(set);
        heard.saw("a", "before");

        reopen(Limits.USUAL);
        executor().recover(context(), List.of(set));
        heard.running("a");
        runToEnd(task("go").sh("touch /work/go").mount("shared", "/work").build());

        var end = heard.ended("a");
        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("before\nafter\n");
        assertThat(heard.text("a", "last", false).strip()).isEqualTo("1");
        assertThat(end.results().members()).containsOnlyKeys("zero", "main", "last");
    }
}
