package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.kubernetes.pods.PodReader.Finishing;
import dev.skiff.kubernetes.pods.PodReader.Going;
import dev.skiff.kubernetes.pods.PodReader.Over;
import dev.skiff.kubernetes.pods.PodReader.Reading;
import dev.skiff.kubernetes.pods.PodReader.Shape;
import dev.skiff.kubernetes.pods.PodView.Container;
import dev.skiff.kubernetes.pods.PodView.Disruption;
import dev.skiff.kubernetes.pods.PodView.Phase;
import dev.skiff.kubernetes.pods.PodView.Stage;
import dev.skiff.model.NodePhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is hard to record on a cluster: agents' reports, containerSets, disruptions. What is easy: {@link PodReaderGoldenTest}. */
class PodReaderTest {
    private static final Instant T = Instant.parse("2026-11-25T20:00:00Z");
    private static final Instant NOW = T.plusSeconds(100);
    private static final Shape PLAIN = new Shape(List.of("main"), false, false, false);
    private static final Shape AGENT = new Shape(List.of("main"), false, false, true);
    private static final Shape SET = new Shape(List.of("one", "main"), true, false, true);

    private Phase phase = Phase.FAILED;
    private String reason = "";
    private String message = "";
    private @Nullable PodStop stopped;
    private @Nullable Instant deletion;
    private @Nullable Disruption disrupted;
    private @Nullable String report;
    private final List<Container> inits = new ArrayList<>();
    private final List<Container> containers = new ArrayList<>();

    private PodView pod() {
        return new PodView(
                "here",
                "p",
                "uid",
                "1",
                "wf",
                "wf-1",
                "",
                Map.of(),
                stopped,
                report,
                deletion,
                0,
                0,
                "n",
                phase,
                reason,
                message,
                "10.0.0.1",
                "",
                disrupted,
                inits,
                containers,
                Map.of());
    }

    private Reading read(Shape shape) {
        return PodReader.read(pod(), shape, null, NOW);
    }

    private Over over(Shape shape) {
        return (Over) read(shape);
    }

    private static Container ended(String name, int exitCode, String message) {
        String reason = exitCode == 0 ? "Completed" : "Error";
        return new Container(name, false, Stage.TERMINATED, reason, message, exitCode, T, T.plusSeconds(5));
    }

    private static Container running(String name, boolean ready) {
        return new Container(name, ready, Stage.RUNNING, "", "", 0, T, null);
    }

    private static Container waiting(String name, String reason) {
        return new Container(name, false, Stage.WAITING, reason, "", 0, null, null);
    }

    @Test
    void theInitContainerThatBringsTheAgentIsNotTheUsers() {
        inits.add(ended(AgentDelivery.INIT_CONTAINER, 1, "no space left"));
        containers.add(waiting("main", "PodInitializing"));

        assertThat(over(AGENT).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(over(AGENT).message()).isEqualTo("skiff-agent: Error (exit code 1): no space left");

        inits.clear();
        String report = AgentReport.failed(Kind.INPUT_MISSING, "artifact 'in' cannot be loaded: gone")
                .encode();
        inits.add(ended(AgentDelivery.INIT_CONTAINER, 65, report));
        assertThat(over(AGENT).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(over(AGENT).message())
                .isEqualTo("skiff-agent: Error (exit code 65): artifact 'in' cannot be loaded: gone");
    }

    // PHASE-10
    @Test
    void aPodThatFailedWhileMainWaitedIsAnError() {
        containers.add(
                new Container("main", false, Stage.WAITING, "CreateContainerError", "no such disk", 0, null, null));

        assertThat(over(PLAIN).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(over(PLAIN).message())
                .isEqualTo("Pod failed before main container starts due to CreateContainerError: no such disk");
    }

    @Test
    void anEvictedPodIsAnErrorInTheKubeletsWords() {
        reason = "Evicted";
        message = "The node was low on resource: memory.";
        containers.add(ended("main", 137, ""));

        assertThat(over(PLAIN).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(over(PLAIN).message()).isEqualTo("The node was low on resource: memory.");
    }

    @Test
    void whatHadFailedBeforeTheNodeWasClearedHasFailed() {
        disrupted = new Disruption("DeletionByTaintManager", "Taint manager: deleting", T.plusSeconds(60));
        containers.add(ended("main", 3, ""));

        assertThat(over(PLAIN).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(over(PLAIN).message()).isEqualTo("main: Error (exit code 3)");
    }

    @Test
    void whatFailedBecauseTheNodeWasClearedIsAnError() {
        disrupted = new Disruption("DeletionByTaintManager", "Taint manager: deleting", T.plusSeconds(2));
        containers.add(ended("main", 143, ""));

        assertThat(over(PLAIN).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(over(PLAIN).message()).isEqualTo("DeletionByTaintManager: Taint manager: deleting");
    }

    @Test
    void aStepStoppedForItsTimeoutSaysSoWhateverTheKubeletSays() {
        stopped = PodStop.DEADLINE;
        containers.add(ended("main", 143, ""));

        assertThat(over(PLAIN).message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
    }

    @Test
    void aDaemonIsReadyWhenAllItsContainersAre() {
        phase = Phase.RUNNING;
        containers.add(running("main", true));
        containers.add(running("helper", false));
        Shape daemon = new Shape(List.of("main"), false, true, false);

        assertThat(((Going) read(daemon)).state().ready()).isFalse();
        assertThat(((Going) read(PLAIN)).state().ready())
                .as("nobody waits for it")
                .isTrue();
        containers.set(1, running("helper", true));
        assertThat(((Going) read(daemon)).state().ready()).isTrue();
    }

    // PHASE-09
    @Test
    void aSidecarThatWeHaveEndedIsNoFailure() {
        reason = "DeadlineExceeded";
        stopped = PodStop.DONE;
        containers.add(ended("main", 0, ""));
        containers.add(ended("helper", 143, ""));

        assertThat(over(PLAIN).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    // MET-09
    @Test
    void aCommandThatTheAgentDoesNotFindHasArgosCodeAndWords() {
        containers.add(ended(
                "main",
                127,
                AgentReport.failed(Kind.COMMAND_NOT_FOUND, "no-such").encode()));

        assertThat(over(AGENT).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(over(AGENT).exitCode()).isEqualTo(64);
        assertThat(over(AGENT).message()).isEqualTo("main: Error (exit code 64): failed to find name in PATH: no-such");
    }

    @Test
    void aReportIsNotShownToAnybody() {
        containers.add(ended("main", 3, AgentReport.ended(3).encode()));

        assertThat(over(AGENT).message()).isEqualTo("main: Error (exit code 3)");
    }

    @Test
    void anOutputThatCouldNotBeStoredIsForTheEngineToJudge() {
        containers.add(ended("main", 64, AgentReport.ended(0).encode()));

        assertThat(over(AGENT).verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(over(AGENT).exitCode()).isZero();
    }

    @Test
    void aReportThatIsDamagedIsAnErrorOfOurs() {
        containers.add(ended("main", 3, "{\"skiff\":1,"));

        assertThat(over(AGENT).verdict()).isEqualTo(Verdict.ERROR);
        assertThat(over(AGENT).message()).startsWith("main: Error (exit code 3): the agent's report");
    }

    // PHASE-08, RES-10
    @Test
    void theFirstFailedMemberByItsNameSaysWhyASetHasFailed() {
        containers.add(ended("one", 3, AgentReport.ended(3).encode()));
        containers.add(ended(
                "main",
                64,
                AgentReport.failed(Kind.DEPENDENCY, "dependency \"one\" exited with non-zero code: 3")
                        .encode()));

        Over over = over(SET);
        assertThat(over.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(over.message())
                .isEqualTo("main: Error (exit code 64): dependency \"one\" exited with non-zero code: 3");
        assertThat(over.members().get("one").message()).isEqualTo("one: Error (exit code 3): ");
        assertThat(over.members().get("one").phase()).isEqualTo(NodePhase.FAILED);
        assertThat(over.members().get("main").phase()).isEqualTo(NodePhase.ERROR);
        assertThat(over.members().get("main").exitCode()).isEqualTo(64);
    }

    // STOP-06
    @Test
    void aMemberThatFailsLetsTheOthersBeEnded() {
        phase = Phase.RUNNING;
        containers.add(ended("one", 1, AgentReport.ended(1).encode()));
        containers.add(running("main", true));

        assertThat(read(SET)).isInstanceOf(Finishing.class);
    }

    @Test
    void aSetGoesOnWhileItsMembersSucceed() {
        phase = Phase.RUNNING;
        containers.add(ended("one", 0, AgentReport.ended(0).encode()));
        containers.add(running("main", true));

        var members = ((Going) read(SET)).state().members();
        assertThat(members.get("one").phase()).isEqualTo(NodePhase.SUCCEEDED);
        assertThat(members.get("main").phase()).isEqualTo(NodePhase.RUNNING);
    }

    // PHASE-07
    @Test
    void theMembersOfADeletedSetAreErrors() {
        deletion = T.plusSeconds(3);
        containers.add(ended("one", 0, ""));
        containers.add(ended("main", 137, ""));

        assertThat(over(SET).message()).isEqualTo("pod deleted");
        assertThat(over(SET).members().get("main").phase()).isEqualTo(NodePhase.ERROR);
        assertThat(over(SET).members().get("main").message()).isEqualTo("container deleted");
    }
}
