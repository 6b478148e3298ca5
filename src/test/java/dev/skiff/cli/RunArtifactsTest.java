package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts from one step to the next with no set-up at all. */
class RunArtifactsTest {
    private static final String PASSING = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: pass}
            spec:
              entrypoint: main
              templates:
              - name: main
                steps:
                - - {name: write, template: write}
                - - name: read
                    template: read
                    arguments:
                      artifacts: [{name: in, from: '{{steps.write.outputs.artifacts.out}}'}]
              - name: write
                container: {image: busybox, command: [sh, -c, 'mkdir -p /tmp/out/d; echo hello > /tmp/out/d/x']}
                outputs:
                  artifacts: [{name: out, path: /tmp/out}]
              - name: read
                inputs:
                  artifacts: [{name: in, path: /data/in}]
                container: {image: busybox, command: [sh, -c, 'cat /data/in/d/x']}
            """;

    @TempDir
    Path directory;

    private InProcess skiff = InProcess.in(Path.of(""));

    @BeforeEach
    void open() {
        skiff = InProcess.in(directory.resolve("home"));
    }

    private InProcess.Outcome run(String workflow) throws IOException {
        Path file = Files.writeString(directory.resolve("workflow.yaml"), workflow);
        return skiff.run("run", "--on", "host", file.toString());
    }

    private Path stored() {
        return directory.resolve("home/artifacts/repository/pass");
    }

    @Test
    void whatOneStepWritesTheNextOneReads() throws IOException {
        var outcome = run(PASSING);

        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
        assertThat(skiff.run("logs", "pass").out()).isEqualTo("read: hello\n");
    }

    @Test
    void theArtifactsOfARunGoWithIt() throws IOException {
        run(PASSING);
        assertThat(stored()).isNotEmptyDirectory();

        skiff.run("delete", "pass");

        assertThat(stored()).doesNotExist();
    }

    /** ART-12. */
    @Test
    void artifactsThatAreToGoWhenTheWorkflowHasEndedGoThen() throws IOException {
        var outcome = run(PASSING.replace(
                "  entrypoint: main\n", "  entrypoint: main\n  artifactGC: {strategy: OnWorkflowCompletion}\n"));

        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
        assertThat(stored()).doesNotExist();
    }

    @Test
    void aRequiredOutputThatIsNotThereIsTheStepsError() throws IOException {
        var outcome = run(PASSING.replace("mkdir -p /tmp/out/d; echo hello > /tmp/out/d/x", "true"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("out");
    }
}
