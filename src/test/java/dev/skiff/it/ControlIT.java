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

    private static final String ASKS = """
            onExit: bye
            templates:
            - name: main
              dag:
                tasks:
                - {name: good, template: good}
                - {name: ask, template: ask}
                - name: bad
                  template: bad
                  dependencies: [good, ask]
                  arguments:
                    parameters:
                    - {name: x, value: "{{tasks.good.outputs.result}}-{{tasks.ask.outputs.parameters.who}}"}
            - name: ask
              suspend: {}
              outputs: {parameters: [{name: who, valueFrom: {supplied: {}}}]}
            - name: good
              container: {image: none, command: [sh, -c, 'echo good >> NOTES; echo 7']}
            - name: bad
              inputs: {parameters: [{name: x}]}
              container: {image: none, command: [sh, -c, 'echo bad {{inputs.parameters.x}} >> NOTES; [ -e NOTES.mended ]']}
            - name: bye
              container: {image: none, command: [sh, -c, 'echo bye {{workflow.status}} >> NOTES']}
            """;

    @Test
    void whatASecondProcessSetsAndResumesGoesOn_andWhatSucceededIsKept() throws IOException {
        var running = start("asked", ASKS);
        awaitNoted("good");
        assertThat(skiff().run("suspend", "asked").exitCode()).isZero();
        var set = skiff().run(
                        "node",
                        "set",
                        "asked",
                        "--node-field-selector",
                        "displayName=ask",
                        "--output-parameter",
                        "who=me");
        assertThat(set.exitCode()).as(set.toString()).isZero();
        assertThat(skiff().run("resume", "asked", "--node-field-selector", "displayName=ask")
                        .exitCode())
                .isZero();
        assertThat(noted()).as("the run itself is suspended still").containsExactly("good");
        assertThat(skiff().run("resume", "asked").exitCode()).isZero();
        assertThat(running.outcome().exitCode()).isEqualTo(1);
        assertThat(noted()).containsExactly("good", "bad 7-me", "bye Failed");

        Files.createFile(directory.resolve("notes.mended"));
        var repeated = skiff().run("resubmit", "asked", "--memoized", "-o", "json");
        assertThat(repeated.exitCode()).as(repeated.toString()).isZero();
        assertThat(noted().subList(3, noted().size())).containsExactly("bad 7-me", "bye Succeeded");

        var retried = skiff().run("retry", "asked");
        assertThat(retried.exitCode()).as(retried.toString()).isZero();
        assertThat(noted().subList(5, noted().size())).containsExactly("bad 7-me", "bye Succeeded");

        var restarted =
                skiff().run("retry", "asked", "--restart-successful", "--node-field-selector", "displayName=good");
        assertThat(restarted.exitCode()).as(restarted.toString()).isZero();
        assertThat(noted().subList(7, noted().size())).containsExactly("good", "bad 7-me", "bye Succeeded");
    }

    @Test
    void terminateLeavesTheExitHandlerOut() {
        var running = start("terminated", SLOW);
        awaitNoted("slow");
        assertThat(skiff().run("terminate", "terminated").exitCode()).isZero();
        assertThat(running.outcome().exitCode()).isEqualTo(1);
        assertThat(noted()).containsExactly("slow");
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
