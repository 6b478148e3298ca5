package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the host that wait for somebody, for a time or for each other, in processes that are killed meanwhile. */
class WaitingIT {
    private static final String APPROVAL = """
            templates:
            - name: main
              steps:
              - - {name: before, template: note, arguments: {parameters: [{name: text, value: before}]}}
              - - {name: approve, template: approve}
              - - name: after
                  template: note
                  arguments: {parameters: [{name: text, value: "after {{steps.approve.outputs.parameters.decision}}"}]}
            - name: approve
              suspend: {}
              outputs: {parameters: [{name: decision, valueFrom: {supplied: {}, default: "no"}}]}
            - name: note
              inputs: {parameters: [{name: text}]}
              container: {image: none, command: [sh, -c, 'echo {{inputs.parameters.text}} >> NOTES']}
            """;

    private static final String PAUSE = """
            templates:
            - name: main
              steps:
              - - {name: pause, template: pause}
              - - {name: after, template: after}
            - name: pause
              suspend: {duration: "15"}
            - name: after
              container: {image: none, command: [sh, -c, 'echo after >> NOTES']}
            """;

    private static final String MUTEX = """
            templates:
            - name: main
              synchronization: {mutexes: [{name: shared}]}
              container: {image: none, command: [sh, -c, 'echo in >> NOTES; sleep SECONDS; echo out >> NOTES']}
            """;

    @TempDir
    Path directory;

    private Path notes = Path.of("");

    @BeforeEach
    void notes() {
        notes = directory.resolve("notes");
    }

    @Test
    void aStepThatWaitsIsGivenItsOutputAndResumedFromAnotherProcess() {
        var running = start("approval", APPROVAL);
        awaitSuspended("approval");
        assertThat(running.printed())
                .containsOnlyOnce("approve waits; to let it go on, in another shell: skiff resume");
        var unknown = skiff().run("node", "set", "approval", "-p", "other=1");
        assertThat(unknown.err()).contains("node is not expecting output parameter 'other'");
        assertThat(skiff().run(
                                "node",
                                "set",
                                "approval",
                                "--node-field-selector",
                                "displayName=approve",
                                "-p",
                                "decision=yes")
                        .out())
                .isEqualTo("workflow values set\n");
        assertThat(skiff().run("resume", "approval").out()).isEqualTo("workflow approval resumed\n");
        var end = running.outcome();
        assertThat(end.exitCode()).as(end.toString()).isZero();
        assertThat(noted()).containsExactly("before", "after yes");
    }

    @Test
    void withAutoResumeNothingWaits() {
        var end = start("auto", "suspend: true\n" + APPROVAL, "--auto-resume").outcome();
        assertThat(end.exitCode()).as(end.toString()).isZero();
        assertThat(noted()).containsExactly("before", "after no");
    }

    @Test
    void aRunThatIsSubmittedSuspendedBeginsWhenItIsResumed() {
        var running = start("later", "suspend: true\n" + APPROVAL, "--auto-resume");
        assertThat(running.outcome().exitCode()).isZero();
        var second = start("held", "suspend: true\n" + PAUSE);
        awaitSuspended("held");
        assertThat(noted()).doesNotContain("after");
        assertThat(skiff().run("resume", "held").exitCode()).isZero();
        assertThat(second.outcome().exitCode()).isZero();
        assertThat(noted()).last().isEqualTo("after");
    }

    @Test
    void afterKillNineItWaitsOnUntilItIsResumed() {
        var running = start("killed", APPROVAL);
        awaitSuspended("killed");
        kill(running, "KILL");
        var resumed = skiff().run("resume", "killed", "--node-field-selector", "displayName=approve");
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        assertThat(noted()).containsExactly("before", "after no");
    }

    @Test
    void aDurationRunsOutAlsoAfterKillNine() {
        var running = start("pause", PAUSE);
        awaitSuspended("pause");
        kill(running, "KILL");
        var resumed = skiff().run("resume", "pause");
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        assertThat(noted()).containsExactly("after");
    }

    @Test
    void controlCEndsARunThatWaits() {
        var running = start("interrupted", APPROVAL);
        awaitSuspended("interrupted");
        kill(running, "INT");
        var end = running.outcome();
        assertThat(end.exitCode()).as(end.toString()).isEqualTo(130);
        assertThat(noted()).containsExactly("before");
    }

    @Test
    void stepsOfTwoProcessesThatWantOneMutexRunOneAfterTheOther() {
        var first = start("first", MUTEX.replace("SECONDS", "1"));
        var second = start("second", MUTEX.replace("SECONDS", "1"));
        assertThat(first.outcome().exitCode()).isZero();
        assertThat(second.outcome().exitCode()).isZero();
        assertThat(noted()).containsExactly("in", "out", "in", "out");
    }

    @Test
    void whoWaitsForAMutexGetsItWhenItsHolderIsKilled() {
        var first = start("holder", MUTEX.replace("SECONDS", "300"));
        Await.until("the holder has it", () -> noted().contains("in"), this::noted);
        var second = start("next", MUTEX.replace("SECONDS", "0"));
        Await.until(
                "the next one waits",
                () -> skiff().run("get", "next", "-o", "json").out().contains("Waiting for default/Mutex/shared lock."),
                second::printed);
        kill(first, "KILL");
        assertThat(second.outcome().exitCode()).isZero();
        assertThat(noted()).containsExactly("in", "in", "out");
        skiff().run("delete", "holder");
    }

    @Test
    void retryRunsOnlyWhatFailed() throws IOException {
        Path there = directory.resolve("there");
        String spec = """
                templates:
                - name: main
                  steps:
                  - - {name: good, template: good}
                  - - {name: bad, template: bad}
                - name: good
                  container: {image: none, command: [sh, -c, 'echo good >> NOTES']}
                - name: bad
                  container: {image: none, command: [sh, -c, 'echo bad >> NOTES; test -f THERE']}
                """.replace("THERE", there.toString());
        assertThat(start("tried", spec).outcome().exitCode()).isEqualTo(1);
        Files.createFile(there);
        var again = skiff().run("retry", "tried", "-o", "json");
        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(again.workflow().at("/status/phase").asText()).isEqualTo("Succeeded");
        assertThat(noted()).containsExactly("good", "bad", "bad");
        assertThat(skiff().run("retry", "tried").err()).contains("To retry a succeeded workflow");
        assertThat(skiff().run("list").out()).contains("Succeeded").doesNotContain("Interrupted");
    }

    private SkiffCommand.Running start(String name, String spec, String... options) {
        try {
            Path file = Files.writeString(
                    directory.resolve(name + ".yaml"),
                    """
                    apiVersion: argoproj.io/v1alpha1
                    kind: Workflow
                    metadata: {name: %s}
                    spec:
                      entrypoint: main
                    """.formatted(name) + spec.indent(2).replace("NOTES", notes.toString()));
            var arguments = new java.util.ArrayList<>(List.of("run", file.toString(), "--on", "host"));
            arguments.addAll(List.of(options));
            return skiff().start(arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitSuspended(String name) {
        Await.until(
                name + " waits",
                () -> skiff().run("list").out().contains("Running (Suspended)"),
                () -> skiff().run("get", name).toString());
    }

    /** Skiff alone: its steps are its children here. */
    private static void kill(SkiffCommand.Running running, String signal) {
        Shell.run("kill", "-" + signal, Long.toString(running.process().pid()));
        running.outcome();
    }

    private List<String> noted() {
        try {
            return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SkiffCommand skiff() {
        return SkiffCommand.in(directory);
    }
}
