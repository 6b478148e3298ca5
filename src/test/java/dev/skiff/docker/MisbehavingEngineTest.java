package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.port.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An engine that dies, comes back, answers with errors or with nonsense: every task still ends, with words that help. */
class MisbehavingEngineTest extends FakeEngineFixture {

    private void startAndSay(String words) {
        executor.start(task("a").captureResult().build());
        heard.running("a");
        engine.container().say(words);
        heard.saw("a", words);
    }

    @Test
    void aStepOfOneContainerCostsFiveCallsBesideItsRemoval() {
        executor.start(task("a").build());
        heard.running("a");
        engine.container().end(0);

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(engine.calls())
                .containsExactly(
                        "GET /info",
                        "POST /containers/create",
                        "POST /containers/ID/attach",
                        "POST /containers/ID/wait",
                        "POST /containers/ID/start",
                        "GET /containers/ID/json");
    }

    @Test
    void anEngineThatDiesAndComesBackIsWaitedForAndNoOutputIsLostOrRepeated() {
        startAndSay("one ");

        engine.die();
        engine.container().say("two ");
        engine.comeBack();
        engine.container().say("three");
        engine.container().end(0);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.results().stdout()).isEqualTo("one two three");
        assertThat(heard.stdoutBeforeEnd("a")).isEqualTo("one two three");
    }

    @Test
    void aStepThatDiedWithItsEngineIsAnErrorAndNoFailure() {
        startAndSay("one");

        engine.die();
        engine.container().end(137);
        engine.comeBack();

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message())
                .isEqualTo("main: Error (exit code 137): the container engine stopped while the step ran");
    }

    @Test
    void anEngineThatStaysAwayIsGivenUp() {
        open(Duration.ofMillis(200));
        startAndSay("one");

        engine.die();

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message())
                .startsWith("lost the container engine at unix://")
                .contains("e.sock");
    }

    @Test
    void anEngineThatBreaksOffEveryWaitIsGivenUp() {
        open(Duration.ofMillis(300));
        engine.when("POST /containers/skiff-wf-a/wait", x -> {
            x.startChunks();
            x.hangUp();
        });
        executor.start(task("a").build());

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).startsWith("lost the container engine");
    }

    @Test
    void anErrorOfTheEngineAtTheStartIsShownInItsOwnWords() {
        engine.when(
                "POST /containers/skiff-wf-a/start",
                x -> x.json(500, "{\"message\":\"driver failed programming external connectivity\"}"));
        executor.start(task("a").build());

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).isEqualTo("main: cannot be started: driver failed programming external connectivity");
    }

    @Test
    void anErrorOfTheEngineAtTheCreationIsShownInItsOwnWords() {
        engine.when("POST /containers/create", x -> x.json(500, "no space left on device"));
        executor.start(task("a").build());

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).isEqualTo("main: the container cannot be created: no space left on device");
    }

    @Test
    void anAnswerThatIsNotJsonIsShown() {
        engine.when("GET /containers/skiff-wf-a/json", x -> x.json(200, "<html>proxy</html>"));
        executor.start(task("a").build());
        heard.running("a");
        engine.container().end(0);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("is not JSON: <html>proxy</html>");
    }

    @Test
    void anAnswerThatIsNotHttpEndsTheStep() {
        open(Duration.ofMillis(200));
        engine.when("POST /containers/create", x -> {
            x.write("SSH-2.0-OpenSSH_9.2\r\n");
            x.hangUp();
        });
        executor.start(task("a").build());

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("the answer is not HTTP");
    }

    @Test
    void aContainerThatSomebodyDeletedIsAnError() {
        startAndSay("one");
        engine.when("GET /containers/skiff-wf-a/json", x -> x.json(404, "{\"message\":\"No such container: x\"}"));
        engine.container().end(137);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).isEqualTo("the container was deleted: No such container: x");
    }

    @Test
    void aContainerOfTheSameNameThatIsNotOursIsInTheWay() {
        engine.when("POST /containers/create", x -> x.json(409, "{\"message\":\"Conflict\"}"));
        engine.when("GET /containers/json", x -> x.json(200, "[]"));
        executor.start(task("a").build());

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("skiff-wf-a", "docker rm -f");
    }

    @Test
    void anEngineWithoutItsInitIsUsedWithoutIt() {
        engine.when("POST /containers/skiff-wf-a/start", x -> {
            engine.when("POST /containers/skiff-wf-a/start", engine::usual);
            x.json(400, "{\"message\":\"exec: \\\"docker-init\\\": executable file not found in $PATH\"}");
        });
        executor.start(task("a").build());
        heard.running("a");
        engine.container().end(0);

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(engine.calls().stream().filter("POST /containers/create"::equals))
                .hasSize(2);
    }

    @Test
    void closingTheExecutorLeavesTheStepRunningAndSaysNothing() {
        startAndSay("one");

        executor.close();

        assertThat(heard.ends("a")).isEmpty();
        assertThat(engine.containers()).isEqualTo(1);
    }

    @Test
    void aConnectionThatTheEngineHasClosedMeanwhileIsReplaced() {
        engine.when("GET /volumes", x -> {
            x.json(200, "{\"Volumes\":[]}");
            x.hangUp();
        });
        executor.cleanUp("wf", true);
        executor.prepare(context());

        executor.start(task("a").build());
        heard.running("a");
        engine.container().end(3);

        assertThat(heard.ended("a").message()).isEqualTo("main: Error (exit code 3)");
    }

    @Test
    void releasingRemovesTheContainer() {
        executor.start(task("a").build());
        heard.running("a");
        engine.container().end(0);
        heard.ended("a");

        executor.release(A);

        Await.until("the container is gone", () -> engine.containers() == 0, engine::calls);
    }

    @Test
    void aStepIsStoppedThroughTheEngineWithItsGracePeriod() {
        startAndSay("one");

        executor.stop(A, StopReason.SHUTDOWN);

        assertThat(heard.ended("a").message()).isEqualTo("main: Error (exit code 143)");
        assertThat(engine.calls()).contains("POST /containers/ID/stop");
    }
}
