package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a run that is going on, by commands that know no more of it than another process would. */
class ControlCommandsTest {
    @TempDir
    Path directory;

    private Path file = Path.of("");
    private Path notes = Path.of("");

    @BeforeEach
    void workflow() throws IOException {
        notes = directory.resolve("notes");
        file = Files.writeString(directory.resolve("wf.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: wf, labels: {team: a}}
                spec:
                  entrypoint: main
                  onExit: bye
                  templates:
                  - name: main
                    steps:
                    - - {name: slow, template: slow}
                  - name: slow
                    container: {image: none, command: [sh, -c, 'echo slow >> %1$s; sleep 60']}
                  - name: bye
                    container: {image: none, command: [sh, -c, 'echo bye >> %1$s']}
                """.formatted(notes));
    }

    // STOP-01, EXIT-01
    @Test
    void stopEndsTheStepsAndRunsTheExitHandler() {
        var running = running();
        var stop = skiff().run("stop", "wf");
        assertThat(stop.out()).isEqualTo("workflow wf stopped\n");
        assertThat(stop.exitCode()).isZero();

        assertThat(end(running).exitCode()).isEqualTo(1);
        assertThat(notes).content().isEqualTo("slow\nbye\n");
        assertThat(message()).isEqualTo("Stopped with strategy 'Stop'");
        assertThat(directory.resolve("runs/wf/journal.jsonl")).content().contains("\"request\":\"STOP\"");
    }

    // STOP-02, EXIT-01
    @Test
    void terminateRunsNoExitHandler() {
        var running = running();
        assertThat(skiff().run("terminate", "-l", "team=a").out()).isEqualTo("workflow wf terminated\n");
        assertThat(end(running).exitCode()).isEqualTo(1);
        assertThat(notes).content().isEqualTo("slow\n");
    }

    @Test
    void aDryRunStopsNothing() {
        var running = running();
        assertThat(skiff().run("stop", "wf", "--dry-run").out()).isEqualTo("workflow wf stopped (dry-run)\n");
        assertThat(skiff().run("list", "--running").out()).contains("Running");
        skiff().run("terminate", "wf");
        end(running);
    }

    @Test
    void whatCannotBeAskedIsRefusedWithArgosWords() {
        var running = running();
        var nodes = skiff().run("stop", "wf", "--node-field-selector", "displayName=slow");
        assertThat(nodes.exitCode()).isEqualTo(1);
        assertThat(nodes.err())
                .contains("no suspend nodes matching nodeFieldSelector: displayName=slow", "(none waits)");
        skiff().run("terminate", "@latest");
        end(running);

        assertThat(skiff().run("stop", "wf").err())
                .contains("cannot shutdown a completed workflow: workflow: \"wf\", namespace: \"default\"");
        assertThat(skiff().run("suspend", "wf").err()).contains("cannot suspend completed workflows");
        assertThat(skiff().run("node", "set", "wf", "--phase", "Failed").err()).contains("run wf has ended");
    }

    @Test
    void waitAndWatchSeeTheEnd() {
        var running = running();
        var waiting = inBackground("wait", "wf");
        var watching = inBackground("watch", "wf");
        skiff().run("terminate", "wf");
        end(running);
        assertThat(end(waiting).out()).startsWith("wf Failed at ");
        assertThat(end(watching).out()).contains("Failed");
        assertThat(end(waiting).exitCode()).isEqualTo(1);
    }

    @Test
    void aCommandThatNamesNoRunSaysWhatToDo() {
        assertThat(skiff().run("stop").err()).contains("name the workflows, or choose them with -l");
        assertThat(skiff().run("stop", "-l", "a b").err()).contains("'a b' is no condition on labels");
        assertThat(skiff().run("stop", "-l", "team=b").err()).contains("no workflow matches");
        assertThat(skiff().run("node", "get", "wf").err()).contains("skiff node set NAME");
    }

    private CompletableFuture<InProcess.Outcome> running() {
        var running = inBackground("run", file.toString(), "--on", "host");
        Await.until("the step runs", () -> Files.exists(notes), running::isDone);
        return running;
    }

    private CompletableFuture<InProcess.Outcome> inBackground(String... arguments) {
        var skiff = skiff();
        return CompletableFuture.supplyAsync(() -> skiff.run(arguments), Executors.newVirtualThreadPerTaskExecutor());
    }

    private static InProcess.Outcome end(CompletableFuture<InProcess.Outcome> running) {
        try {
            return running.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private String message() {
        return String.valueOf(
                skiff().store().find("wf").orElseThrow().workflow().status().message());
    }

    private InProcess skiff() {
        return InProcess.in(directory);
    }
}
