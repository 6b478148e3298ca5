package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with everything that has to outlive its process, which is killed again and again: it ends as if nothing had happened. */
class HostKilledOftenIT {
    private static final String WORKFLOW = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: all}
            spec:
              entrypoint: main
              onExit: bye
              synchronization: {mutexes: [{name: whole}]}
              hooks:
                running:
                  expression: 'workflow.status == "Running"'
                  template: note
                  arguments: {parameters: [{name: id, value: hook}]}
              templates:
              - name: main
                steps:
                - - {name: make, template: make}
                - - {name: wait, template: wait}
                  - name: locked
                    template: locked
                    withItems: [a, b]
                    hooks:
                      done:
                        expression: 'steps["locked"].status == "Succeeded"'
                        template: note
                        arguments: {parameters: [{name: id, value: done}]}
                  - {name: flaky, template: flaky}
                  - {name: memo, template: memo}
                - - name: use
                    template: use
                    arguments: {artifacts: [{name: in, from: "{{steps.make.outputs.artifacts.out}}"}]}
              - name: wait
                suspend: {duration: 2s}
              - name: make
                container: {image: none, command: [sh, -c, 'echo make >> NOTES; sleep 1; echo data > /tmp/out']}
                outputs: {artifacts: [{name: out, path: /tmp/out}]}
              - name: locked
                synchronization: {mutexes: [{name: inner}]}
                container: {image: none, command: [sh, -c, 'echo locked >> NOTES; sleep 1; echo free >> NOTES']}
              - name: flaky
                retryStrategy: {limit: 2, backoff: {duration: 1s}}
                container: {image: none, command: [sh, -c, 'echo try {{retries}} >> NOTES; sleep 1; [ {{retries}} = 1 ]']}
              - name: memo
                memoize: {key: k, cache: {configMap: {name: c}}}
                container: {image: none, command: [sh, -c, 'echo memo >> NOTES']}
              - name: use
                inputs: {artifacts: [{name: in, path: /tmp/in}]}
                container: {image: none, command: [sh, -c, 'echo use $(cat /tmp/in) >> NOTES']}
              - name: note
                inputs: {parameters: [{name: id}]}
                container: {image: none, command: [sh, -c, 'echo {{inputs.parameters.id}} >> NOTES; sleep 1']}
              - name: bye
                container: {image: none, command: [sh, -c, 'echo bye {{workflow.status}} >> NOTES']}
            """;

    @TempDir
    Path directory;

    @Test
    void aRunThatIsKilledAgainAndAgainEndsAsIfNothingHadHappened() throws Exception {
        Path file = Files.writeString(directory.resolve("all.yaml"), WORKFLOW.replace("NOTES", notes().toString()));
        long seed = Long.getLong("skiff.seed", System.nanoTime());
        System.out.println("moments of the kills by -Dskiff.seed=" + seed);
        Random random = new Random(seed);
        killAfter(1, random, "run", file.toString(), "--on", "host");
        for (int lines = 3; lines < 14; lines += 3) {
            if (!unfinished()) {
                break;
            }
            killAfter(lines, random, "resume", "all");
        }
        if (unfinished()) {
            var last = skiff().run("resume", "all");
            assertThat(last.exitCode()).as(last.toString()).isZero();
        }

        assertThat(noted())
                .as("seed " + seed)
                .containsExactlyInAnyOrder(
                        "hook",
                        "make",
                        "locked",
                        "free",
                        "done",
                        "locked",
                        "free",
                        "done",
                        "try 0",
                        "try 1",
                        "memo",
                        "use data",
                        "bye Succeeded");
        assertThat(noted().indexOf("free")).as("one at a time").isLessThan(noted().lastIndexOf("locked"));
        var workflow = skiff().run("get", "all", "-o", "json").workflow();
        assertThat(workflow.at("/status/phase").asText()).isEqualTo("Succeeded");
        assertThat(workflow.at("/status/progress").asText()).isEqualTo("11/12");
        assertThat(directory.resolve("home/host/runs")).isEmptyDirectory();
        var again = skiff().run("run", file.toString(), "--on", "host", "--name", "all-again");
        assertThat(again.exitCode()).as("its locks are free: " + again).isZero();
        assertThat(noted()).as("the cache has kept its entry").containsOnlyOnce("memo");
    }

    private boolean unfinished() {
        return !skiff().run("list").out().contains("Succeeded");
    }

    private void killAfter(int lines, Random random, String... arguments) throws InterruptedException {
        var running = skiff().start(arguments);
        Await.until(
                lines + " lines, or the end",
                () -> noted().size() >= lines || !running.process().isAlive(),
                () -> noted() + running.printed());
        Thread.sleep(random.nextInt(700));
        Shell.tryRun("kill", "-KILL", Long.toString(running.process().pid()));
        running.outcome();
    }

    private Path notes() {
        return directory.resolve("notes");
    }

    private List<String> noted() {
        try {
            return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SkiffCommand skiff() {
        return SkiffCommand.in(directory);
    }
}
