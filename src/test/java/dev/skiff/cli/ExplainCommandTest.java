package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of runs that were really run, as processes of this machine. */
class ExplainCommandTest {
    private static final String FAILING = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: failing}
            spec:
              entrypoint: main
              templates:
                - name: main
                  dag:
                    tasks:
                      - {name: good, template: say, arguments: {parameters: [{name: code, value: 0}]}}
                      - {name: bad, depends: good, template: say, arguments: {parameters: [{name: code, value: 3}]}}
                      - {name: after-bad, depends: bad.Succeeded, template: say, arguments: {parameters: [{name: code, value: 0}]}}
                      - name: never
                        depends: good
                        when: "{{tasks.good.outputs.result}} == other"
                        template: say
                        arguments: {parameters: [{name: code, value: 0}]}
                - name: say
                  inputs: {parameters: [{name: code}]}
                  retryStrategy: {limit: 1}
                  script:
                    image: any
                    command: [sh]
                    source: |
                      echo "code_{{inputs.parameters.code}}"
                      exit {{inputs.parameters.code}}
            """;

    @TempDir
    Path directory;

    private InProcess failed() throws IOException {
        Path file = Files.writeString(directory.resolve("failing.yaml"), FAILING);
        InProcess skiff = InProcess.in(directory.resolve("data"));
        assertThat(skiff.run("run", "--on", "host", file.toString()).exitCode()).isEqualTo(1);
        return skiff;
    }

    @Test
    void theStoryOfARunNamesWhatFailed() throws IOException {
        InProcess skiff = failed();

        var run = skiff.run("explain", "failing");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("failing is Failed")
                .contains("bad(1)  Failed")
                .contains("exit code 3");

        var bad = skiff.run("explain", "failing", "bad");
        assertThat(bad.out())
                .contains("bad is Failed: No more retries left")
                .containsPattern("after +good Succeeded")
                .containsPattern("attempt 0 +Failed .*exit code 3")
                .containsPattern("attempt 1 +Failed .*exit code 3")
                .containsPattern("retry +at most 1 time");
        assertThat(skiff.run("explain", "failing", "bad(1)").out())
                .containsPattern("input +code = 3")
                .contains("exit 3")
                .contains("log, the last lines:\n    code_3");
        assertThat(skiff.run("explain", "failing", "after-bad").out())
                .startsWith("after-bad is Omitted")
                .containsPattern("depends +bad.Succeeded")
                .containsPattern("after +bad Failed");
        assertThat(skiff.run("explain", "failing", "never").out())
                .startsWith("never is Skipped")
                .containsPattern("when +\\{\\{tasks.good.outputs.result}} == other")
                .contains("came to: 'code_0 == other' evaluated false");

        var unknown = skiff.run("explain", "failing", "after-bat");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("run failing has no step 'after-bat'; did you mean 'after-bad'?");
    }
}
