package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is cut off in the middle: by Ctrl-C, by kill −9, by a full disk. Each step notes on the host that it ran. */
class InterruptionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static String image = "";

    @TempDir
    Path directory;

    private Path notes = Path.of("");
    private Path file = Path.of("");

    @BeforeAll
    static void images() {
        image = TestImages.busybox();
    }

    @BeforeEach
    void workflow() throws IOException {
        notes = Files.createDirectory(directory.resolve("notes"));
        file = Files.writeString(directory.resolve("cut-off.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: cut-off-%1$s}
                spec:
                  entrypoint: main
                  volumes: [{name: notes, hostPath: {path: %2$s}}]
                  templates:
                  - name: main
                    steps:
                    - - {name: first, template: note, arguments: {parameters: [{name: seconds, value: 0}, {name: id, value: first}]}}
                    - - name: slow
                        template: note
                        arguments: {parameters: [{name: seconds, value: "{{item}}"}, {name: id, value: "slow-{{item}}"}]}
                        withItems: [6, 7]
                    - - {name: last, template: note, arguments: {parameters: [{name: seconds, value: 0}, {name: id, value: last}]}}
                  - name: note
                    inputs: {parameters: [{name: seconds}, {name: id}]}
                    container:
                      image: %3$s
                      command: [sh, -c]
                      args: ['echo started {{inputs.parameters.id}} >> /notes/log; sleep {{inputs.parameters.seconds}};
                              echo ended {{inputs.parameters.id}} >> /notes/log']
                      volumeMounts: [{name: notes, mountPath: /notes}]
                """.formatted(run(), notes, image));
    }

    @Test
    void afterKillNineResumeFinishesTheRunAndStartsNothingTwice() {
        var running = start("home");
        await("both slow steps run", () -> log().contains("started slow-6") && log().contains("started slow-7"));
        running.signal("KILL");
        running.outcome();

        var resumed = skiff("home").run("resume", "cut-off-" + run(), "-o", "json");
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        assertThat(resumed.workflow().path("status").path("phase").asText()).isEqualTo("Succeeded");
        assertThat(log())
                .containsExactlyInAnyOrder(
                        "started first",
                        "ended first",
                        "started slow-6",
                        "started slow-7",
                        "ended slow-6",
                        "ended slow-7",
                        "started last",
                        "ended last");
        assertThat(Leftovers.of("cut-off-" + run())).isEmpty();
    }

    @Test
    void whatADeadProcessLeftTheNextOneCleansUp() {
        var running = start("dead");
        await("a slow step runs", () -> log().contains("started slow-6"));
        running.signal("KILL");
        running.outcome();
        assertThat(Leftovers.of("cut-off-" + run()))
                .as("of the run that was killed")
                .isNotEmpty();

        var deleted = skiff("dead").run("delete", "cut-off-" + run());
        assertThat(deleted.exitCode()).as(deleted.toString()).isZero();
        await("its containers are gone", () -> Leftovers.of("cut-off-" + run()).isEmpty());
    }

    @Test
    void controlCLeavesNothing() {
        var running = start("home");
        await("both slow steps run", () -> log().contains("started slow-6") && log().contains("started slow-7"));
        running.signal("INT");
        var outcome = running.outcome();
        assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
        assertThat(Leftovers.of("cut-off-" + run())).isEmpty();
        assertThat(log()).doesNotContain("started last");
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLeftBehind() throws IOException {
        Shell.assumeRoot();
        Path small = Files.createDirectory(directory.resolve("small"));
        Shell.run("mount", "-t", "tmpfs", "-o", "size=256k", "skiff-it", small.toString());
        try {
            Path noisy = Files.writeString(directory.resolve("noisy.yaml"), """
                    apiVersion: argoproj.io/v1alpha1
                    kind: Workflow
                    metadata: {name: noisy-%s}
                    spec:
                      entrypoint: main
                      templates:
                      - name: main
                        steps: [[{name: a, template: talk}], [{name: b, template: talk}]]
                      - name: talk
                        container: {image: %s, command: [sh, -c, 'yes | head -c 1000000']}
                    """.formatted(run(), image));
            var outcome =
                    SkiffCommand.in(small.resolve("home"), directory).run("run", noisy.toString(), "--on", "docker");
            assertThat(outcome.exitCode()).as(outcome.toString()).isNotZero();
            assertThat(outcome.err())
                    .containsIgnoringCase("no space left")
                    .contains(small.toString())
                    .doesNotContain("\tat ");
            assertThat(Leftovers.of("noisy-" + run())).isEmpty();
        } finally {
            Shell.run("umount", "-l", small.toString());
        }
    }

    private SkiffCommand skiff(String home) {
        return SkiffCommand.in(directory.resolve(home), directory);
    }

    private SkiffCommand.Running start(String home) {
        return skiff(home).start("run", file.toString(), "--on", "docker", "--allow-host-path", "-o", "json");
    }

    /** Names differ between tests and between runs of the suite, so that one test never sees another's containers. */
    private String run() {
        return Integer.toHexString(directory.toString().hashCode());
    }

    private List<String> log() {
        try {
            Path log = notes.resolve("log");
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
