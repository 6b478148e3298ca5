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

/** One process drives a run on the host, another one asks something of it. */
class ControlIT {
    private static final String SLOW = """
            onExit: bye
            templates:
            - name: main
              container: {image: none, command: [sh, -c, 'echo slow >> NOTES; sleep 60']}
            - name: bye
              container: {image: none, command: [sh, -c, 'echo bye >> NOTES']}
            """;

    @TempDir
    Path directory;

    private Path notes = Path.of("");

    @BeforeEach
    void notes() {
        notes = directory.resolve("notes");
    }

    @Test
    void stopReachesTheProcessThatDrivesTheRun() {
        var running = start("stopped", SLOW);
        awaitNoted("slow");
        assertThat(skiff().run("stop", "stopped").out()).isEqualTo("workflow stopped stopped\n");
        assertThat(running.outcome().exitCode()).isEqualTo(1);
        assertThat(noted()).containsExactly("slow", "bye");
        var workflow = skiff().run("get", "stopped", "-o", "json").workflow();
        assertThat(workflow.at("/status/message").asText()).isEqualTo("Stopped with strategy 'Stop'");
    }

    @Test
    void aRunWhoseProcessWasKilledIsAskedInVainAndItIsSaidWhatToDo() {
        var running = start("killed", SLOW);
        awaitNoted("slow");
        Shell.run("kill", "-KILL", Long.toString(running.process().pid()));
        running.outcome();
        var stop = skiff().run("stop", "killed");
        assertThat(stop.exitCode()).isEqualTo(1);
        assertThat(stop.err()).contains("skiff resume killed goes on with it", "skiff delete killed forgets it");
        assertThat(skiff().run("delete", "killed").exitCode()).isZero();
    }

    @Test
    void resubmitIsANewRunOfTheSameWorkflow() {
        start("again", "templates: [{name: main, container: {image: none, command: [sh, -c, 'echo main >> NOTES']}}]")
                .outcome();
        var second = skiff().run("resubmit", "again", "-o", "json");
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.workflow()
                        .at("/metadata/labels/workflows.argoproj.io~1resubmitted-from-workflow")
                        .asText())
                .isEqualTo("again");
        assertThat(second.workflow().at("/metadata/name").asText()).startsWith("again-");
        assertThat(noted()).containsExactly("main", "main");
    }

    private SkiffCommand.Running start(String name, String spec) {
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
            return skiff().start("run", file.toString(), "--on", "host");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitNoted(String line) {
        Await.until("the step has begun", () -> noted().contains(line), this::noted);
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
