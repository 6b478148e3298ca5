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

/** A run on the host executor that is cut off in the middle; needs no container engine. Each step notes that it ran. */
class HostInterruptionsIT {
    @TempDir
    Path directory;

    private Path notes = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void workflow() throws IOException {
        notes = directory.resolve("notes");
        file = Files.writeString(directory.resolve("cut-off.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: cut-off}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    steps:
                    - - {name: first, template: note, arguments: {parameters: [{name: seconds, value: 0}, {name: id, value: first}]}}
                    - - name: slow
                        template: note
                        arguments: {parameters: [{name: seconds, value: "{{item}}"}, {name: id, value: "slow-{{item}}"}]}
                        withItems: [5, 6]
                    - - {name: last, template: note, arguments: {parameters: [{name: seconds, value: 0}, {name: id, value: last}]}}
                  - name: note
                    inputs: {parameters: [{name: seconds}, {name: id}]}
                    container:
                      image: none
                      command: [sh, -c]
                      args: ['echo started {{inputs.parameters.id}} >> %1$s; echo hello; sleep {{inputs.parameters.seconds}};
                              echo ended {{inputs.parameters.id}} >> %1$s']
                """.formatted(notes));
    }

    @Test
    void afterKillNineResumeFinishesTheRunAndStartsNothingTwice() {
        var running = skiff().start("run", file.toString(), "--on", "host", "--parallelism", "2");
        awaitBothSlowSteps();
        signal(running, "KILL");
        running.outcome();
        assertThat(skiff().run("list").out()).contains("Interrupted", "skiff resume cut-off");

        var resumed = skiff().run("resume", "cut-off");
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        assertThat(resumed.out().strip()).endsWith("): Succeeded");
        assertThat(noted())
                .containsExactlyInAnyOrder(
                        "started first",
                        "ended first",
                        "started slow-5",
                        "started slow-6",
                        "ended slow-5",
                        "ended slow-6",
                        "started last",
                        "ended last");
        assertThat(skiff().run("logs", "cut-off").out().lines().filter(line -> line.endsWith(": hello")))
                .hasSize(4);
        assertThat(directory.resolve("home/host/runs")).isEmptyDirectory();
    }

    @Test
    void twoProcessesNeverDriveTheSameRun() {
        var running = skiff().start("run", file.toString(), "--on", "host", "--parallelism", "2");
        awaitBothSlowSteps();
        var second = skiff().run("resume", "cut-off");
        assertThat(second.out()).as("asks the first one").isEqualTo("workflow cut-off resumed\n");
        assertThat(running.outcome().exitCode()).isZero();
        assertThat(noted()).hasSize(8);
    }

    @Test
    void controlCStopsTheStepsAndIsExitCode130() {
        var running = skiff().start("run", file.toString(), "--on", "host", "--parallelism", "2");
        awaitBothSlowSteps();
        signal(running, "INT");
        var outcome = running.outcome();
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
        assertThat(outcome.out()).contains("stopping").contains("Failed");
        assertThat(directory.resolve("home/host/runs")).isEmptyDirectory();
        assertThat(noted()).doesNotContain("ended slow-5", "started last");
    }

    /** To skiff alone: its steps are its children here, and have to be dealt with by it. */
    private static void signal(SkiffCommand.Running running, String name) {
        Shell.run("kill", "-" + name, Long.toString(running.process().pid()));
    }

    private SkiffCommand skiff() {
        return SkiffCommand.in(directory);
    }

    private void awaitBothSlowSteps() {
        Await.until(
                "both slow steps run",
                () -> noted().containsAll(List.of("started slow-5", "started slow-6")),
                this::noted);
    }

    private List<String> noted() {
        try {
            return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
