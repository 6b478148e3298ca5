package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.docker.ContainerReader.Evidence;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerReaderTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant END = START.plusSeconds(60);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static ContainerEnd exited(int code) {
        return new ContainerEnd(code, false, START, END, "", false);
    }

    private static Evidence evidence(ContainerEnd main) {
        return new Evidence(plan(), main, "", Map.of(), Results.NONE, null, Optional.empty());
    }

    private static ContainerPlan plan() {
        return new ContainerPlan(
                Labels.Role.MAIN,
                "main",
                "skiff-x",
                ImageName.of("alpine:3"),
                "IfNotPresent",
                "nosuch",
                false,
                JsonNodeFactory.instance.objectNode(),
                List.of());
    }

    private static Ended withSidecar(int mainCode, int sidecarCode) {
        return ContainerReader.ended(new Evidence(
                plan(), exited(mainCode), "", Map.of("db", exited(sidecarCode)), Results.NONE, null, Optional.empty()));
    }

    private static JsonNode inspected(String state) {
        try {
            return new ObjectMapper().readTree("{\"State\":" + state + "}");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void zeroIsSuccess() {
        Ended end = ContainerReader.ended(evidence(exited(0)));

        assertThat(end).isEqualTo(new Ended(Verdict.SUCCEEDED, 0, "", Results.NONE, START, END));
    }

    @Test
    void anyOtherCodeIsAFailure() {
        Ended end = ContainerReader.ended(evidence(exited(2)));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo("main: Error (exit code 2)");
    }

    @Test
    void whatTheKernelKilledForItsMemorySaysSo() {
        Ended end = ContainerReader.ended(evidence(new ContainerEnd(137, true, START, END, "", false)));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo("main: OOMKilled (exit code 137)");
    }

    @Test
    void aMainThatSurvivedTheKillingOfAChildFailedByItself() {
        Ended end = ContainerReader.ended(evidence(new ContainerEnd(1, true, START, END, "", false)));

        assertThat(end.message()).isEqualTo("main: Error (exit code 1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "127 | [FATAL tini (7)] exec nosuch failed: No such file or directory | was not found",
                "126 | [FATAL tini (7)] exec nosuch failed: Permission denied | may not be executed (permission denied)"
            })
    void aCommandThatTheInitCannotExecuteIsNamed(int code, String words, String expected) {
        Ended end = ContainerReader.ended(
                new Evidence(plan(), exited(code), words + "\n", Map.of(), Results.NONE, null, Optional.empty()));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isEqualTo(64);
        assertThat(end.message())
                .isEqualTo("main: Error (exit code 64): failed to find name in PATH: the command \"nosuch\" " + expected
                        + " in image \"alpine:3\"");
    }

    @Test
    void aShellThatDoesNotFindACommandIsNotTheInit() {
        Ended end = ContainerReader.ended(new Evidence(
                plan(), exited(127), "sh: nosuch: not found\n", Map.of(), Results.NONE, null, Optional.empty()));

        assertThat(end.exitCode()).isEqualTo(127);
        assertThat(end.message()).isEqualTo("main: Error (exit code 127)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OCI runtime create failed: exec: \"nosuch\": executable file not found in $PATH: unknown",
                "exec: \"/no/such\": stat /no/such: no such file or directory: unknown",
                "crun: executable file `nosuch` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a"
                        + " command that was not found"
            })
    void aCommandThatTheEngineCannotExecuteIsNamed(String words) {
        ContainerEnd end = new ContainerEnd(127, false, null, NOW, words, false);

        assertThat(ContainerReader.ended(evidence(end)).message())
                .startsWith(
                        "main: Error (exit code 64): failed to find name in PATH: the command \"nosuch\" was not found");
    }

    @Test
    void aStartThatTheEngineRefusesIsAnError() {
        Ended end = ContainerReader.ended(evidence(new ContainerEnd(128, false, null, NOW, "no such device", false)));

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.exitCode()).isNull();
        assertThat(end.message()).isEqualTo("main: cannot be started: no such device");
    }

    @Test
    void aSidecarThatFailsByItselfFailsTheTask() {
        assertThat(withSidecar(0, 2).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(withSidecar(0, 2).message()).isEqualTo("db: Error (exit code 2)");
    }

    @Test
    void howASidecarTakesItsEndIsNobodysFailure() {
        assertThat(withSidecar(0, 143).verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(withSidecar(0, 137).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void mainComesBeforeSidecarsInTheMessage() {
        assertThat(withSidecar(1, 2).message()).isEqualTo("main: Error (exit code 1)");
    }

    @Test
    void aDeadlineIsAFailureWhateverTheProgramMadeOfIt() {
        Ended end = ContainerReader.ended(
                new Evidence(plan(), exited(0), "", Map.of(), Results.NONE, StopReason.DEADLINE, Optional.empty()));

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
    }

    @Test
    void aTaskThatAnEarlierProcessEndedAtItsDeadlineSaysSo() {
        Evidence killed = new Evidence(
                plan(), exited(137), "", Map.of(), Results.NONE, null, Optional.of(Duration.ofSeconds(60)));

        assertThat(ContainerReader.ended(killed).message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
    }

    @Test
    void aTaskThatWasKilledBeforeItsDeadlineWasNotKilledByIt() {
        Evidence killed = new Evidence(
                plan(), exited(137), "", Map.of(), Results.NONE, null, Optional.of(Duration.ofSeconds(61)));

        assertThat(ContainerReader.ended(killed).message()).isEqualTo("main: Error (exit code 137)");
    }

    @Test
    void aFailureOfItsOwnStaysOneThoughTheEngineWasAway() {
        assertThat(ContainerReader.ended(evidence(exited(2).afterLoss())).verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(ContainerReader.ended(evidence(exited(137).afterLoss())).verdict())
                .isEqualTo(Verdict.ERROR);
    }

    @Test
    void theEnginesTimesAreRead() {
        ContainerEnd end = ContainerReader.end(
                inspected("{\"Status\":\"exited\",\"ExitCode\":3,\"OOMKilled\":true,"
                        + "\"StartedAt\":\"2026-11-23T10:00:00Z\",\"FinishedAt\":\"2026-11-23T11:01:00+01:00\"}"),
                NOW);

        assertThat(end).isEqualTo(new ContainerEnd(3, true, START, END, "", false));
    }

    @Test
    void anEndThatTheEngineNotedBeforeTheStartIsTheStart() {
        ContainerEnd end = ContainerReader.end(
                inspected(
                        "{\"ExitCode\":0,\"StartedAt\":\"2026-11-23T10:00:01Z\",\"FinishedAt\":\"2026-11-23T10:00:00Z\"}"),
                NOW);

        assertThat(end.startedAt()).isEqualTo(end.finishedAt()).isEqualTo(START);
    }

    @Test
    void whatCouldNotBeStartedHasNoStart() {
        ContainerEnd end = ContainerReader.end(
                inspected("{\"Status\":\"created\",\"ExitCode\":127,\"Error\":\"exec: x\","
                        + "\"StartedAt\":\"0001-01-01T00:00:00Z\",\"FinishedAt\":\"0001-01-01T00:00:00Z\"}"),
                NOW);

        assertThat(end).isEqualTo(new ContainerEnd(127, false, null, NOW, "exec: x", false));
    }

    @ParameterizedTest
    @CsvSource({
        "created, '', CREATED",
        "created, 'exec: x', ENDED",
        "running, '', RUNNING",
        "paused, '', RUNNING",
        "restarting, '', RUNNING",
        "exited, '', ENDED",
        "dead, '', ENDED",
        "removing, '', ENDED"
    })
    void everyStatusIsAStage(String status, String error, ContainerReader.Stage stage) {
        assertThat(ContainerReader.stage(inspected("{\"Status\":\"" + status + "\",\"Error\":\"" + error + "\"}")))
                .isEqualTo(stage);
    }
}
