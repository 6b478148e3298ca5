package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.handover.AgentReport.Saving;
import dev.skiff.model.Artifact;
import dev.skiff.model.S3Artifact;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandedOverTest {

    private static final Artifact DATA = Artifact.builder()
            .name("data")
            .s3(S3Artifact.ofKey("wf/pod/data.tgz"))
            .build();

    @Test
    void parametersAndArtifactsArriveAsTheEngineKnowsThem() {
        var report = new AgentReport(
                0,
                Map.of("out", new OutputFile.Found("text\n")),
                "said",
                Map.of("data", new Saving.Saved(), "gone", new Saving.Missing(), "stranger", new Saving.Saved()),
                null,
                false);

        var results = HandedOver.results(
                report,
                Map.of("data", DATA, "gone", Artifact.builder().name("gone").build()));

        assertThat(results.files()).containsExactly(Map.entry("out", new OutputFile.Found("text\n")));
        assertThat(results.stdout()).isEqualTo("said");
        assertThat(results.artifacts())
                .containsOnly(
                        Map.entry("data", new OutputArtifact.Saved(DATA)),
                        Map.entry("gone", new OutputArtifact.Missing()));
    }

    @Test
    void anArtifactThatCouldNotBeStoredKeepsItsReason() {
        var report = new AgentReport(0, Map.of(), null, Map.of("data", new Saving.Unsaved("full")), null, false);

        assertThat(HandedOver.results(report, Map.of("data", DATA)).artifacts())
                .containsEntry("data", new OutputArtifact.Unsaved("full"));
        assertThat(HandedOver.ending(report, "main", 64))
                .as("the command itself has succeeded: the engine judges the outputs")
                .hasValue(new HandedOver.Ending(Verdict.SUCCEEDED, 0, ""));
    }

    @Test
    void whatTheCommandSaysIsLeftToTheContainersExitCode() {
        assertThat(HandedOver.ending(AgentReport.ended(0), "main", 0)).isEmpty();
        assertThat(HandedOver.ending(AgentReport.ended(3), "main", 3)).isEmpty();
    }

    /** As when Argo's init or wait container fails. */
    @ParameterizedTest
    @EnumSource
    void aFailureOfTheAgentIsAnErrorUnlessTheCommandIsToBlame(Kind kind) {
        var ending = HandedOver.ending(AgentReport.failed(kind, "because"), "main", 65)
                .orElseThrow();

        boolean users =
                switch (kind) {
                    case COMMAND_NOT_FOUND, COMMAND_NOT_EXECUTABLE, STOPPED, DEPENDENCY -> true;
                    default -> false;
                };
        assertThat(ending.verdict()).isEqualTo(users ? Verdict.FAILED : Verdict.ERROR);
        boolean unfound = kind == Kind.COMMAND_NOT_FOUND || kind == Kind.COMMAND_NOT_EXECUTABLE;
        assertThat(ending.message())
                .isEqualTo(
                        unfound
                                ? "main: Error (exit code 64): failed to find name in PATH: because"
                                : "main: Error (exit code 65): because");
    }

    @Test
    void aCommandThatFailedHasFailedEvenWhenItsReportWasLost() {
        var report = AgentReport.ended(7).failing(Kind.REPORT, "nobody listens");

        assertThat(HandedOver.ending(report, "main", 7))
                .hasValue(new HandedOver.Ending(Verdict.FAILED, 7, "main: Error (exit code 7): nobody listens"));
    }
}
