package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skiff run} on the host executor, and what the other commands say of the runs. */
class RunCommandTest {
    private static final String HELLO = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: hello-}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: who, value: world, enum: [world, moon, sun]}]}
              templates:
              - name: main
                steps:
                - - {name: greet, template: say, arguments: {parameters: [{name: text, value: "hello {{workflow.parameters.who}}"}]}}
                - - {name: part, template: say, arguments: {parameters: [{name: text, value: bye}]}}
              - name: say
                inputs: {parameters: [{name: text}]}
                container: {image: busybox, command: [sh, -c], args: ['echo "{{inputs.parameters.text}}"']}
              - name: other
                container: {image: busybox, command: [sh, -c, 'echo other; exit 3']}
            """;

    @TempDir
    Path directory;

    private InProcess skiff = InProcess.in(Path.of(""));
    private Path file = Path.of("");

    @BeforeEach
    void workflow() throws IOException {
        skiff = InProcess.in(directory.resolve("home"));
        file = Files.writeString(directory.resolve("hello.yaml"), HELLO);
    }

    @Test
    void defaultsLieUnderEveryWorkflow() throws IOException {
        var defaults = Files.writeString(
                directory.resolve("defaults.yaml"), "metadata: {labels: {from: defaults}}\nspec: {entrypoint: main}\n");
        var outcome = skiff.run(
                "run", file.toString(), "--on", "host", "--workflow-defaults", defaults.toString(), "-o", "json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(outcome.out())
                        .at("/metadata/labels/from")
                        .asText())
                .isEqualTo("defaults");
    }

    /** PARAM-10: what a workflow has from the defaults only is not missing. */
    @Test
    void anEntrypointAndParametersMayBeInTheDefaultsOnly() throws IOException {
        var bare = Files.writeString(directory.resolve("bare.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: bare}
                spec:
                  templates:
                  - {name: main, script: {image: i, command: [sh], source: "echo {{workflow.parameters.who}}"}}
                """);
        var defaults = Files.writeString(
                directory.resolve("defaults.yaml"),
                "spec: {entrypoint: main, arguments: {parameters: [{name: who, value: all}]}}\n");
        var outcome =
                skiff.run("run", bare.toString(), "--on", "host", "--workflow-defaults", defaults.toString(), "--log");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out() + outcome.err()).contains("all");
    }

    @Test
    void defaultsThatAreNoWorkflowAreALocatedProblem() throws IOException {
        var defaults = Files.writeString(directory.resolve("defaults.yaml"), "spec:\n  entrypont: main\n");
        var outcome = skiff.run("run", file.toString(), "--on", "host", "--workflow-defaults", defaults.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("defaults.yaml:2:3", "entrypont");
    }

    @Test
    void aRunWhoseTimeToLiveIsOverIsGoneForTheNextCommand() throws Exception {
        var file = Files.writeString(directory.resolve("ttl.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: short-lived}
                spec:
                  entrypoint: main
                  ttlStrategy: {secondsAfterSuccess: 0}
                  templates:
                  - name: main
                    container: {image: none, command: [sh, -c, 'true']}
                """);
        assertThat(skiff.run("run", file.toString(), "--on", "host").exitCode()).isZero();
        assertThat(skiff.store().names()).containsExactly("short-lived");
        Await.until(
                "it is gone",
                () -> skiff.run("list", "-o", "name").out().isEmpty(),
                () -> skiff.store().names());
    }

    @Test
    void theRunEndsWithItsTreeAndTheWordSucceeded() {
        var outcome = run("--name", "h", "-p", "who=moon");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("notice of host")
                .contains("Running   h[0].greet", "Succeeded h\n", "├─✔ greet", "└─✔ part");
        assertThat(outcome.out().strip()).endsWith("): Succeeded");
        assertThat(skiff.run("logs", "h").out()).isEqualTo("greet: hello moon\npart: bye\n");
        assertThat(skiff.run("logs", "h", "greet", "-c", "main", "-f").out()).isEqualTo("greet: hello moon\n");
        assertThat(directory.resolve("home/host/runs"))
                .as("left by the executor")
                .isEmptyDirectory();
    }

    @Test
    void aRunThatFailsIsExitCodeOneAndSaysWhy() {
        var outcome = run("--entrypoint", "other", "--generate-name", "bad-");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("Failed").contains("exit code 3");
        assertThat(skiff.run("get", "@latest").out()).startsWith("bad-").contains("✖ bad-");
    }

    @Test
    void aNamespaceIsForWorkflowsThatNameNone() throws IOException {
        String workflow = """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: w%s}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    container: {image: none, command: [sh, -c, 'echo {{workflow.namespace}}']}
                """;
        var own = Files.writeString(directory.resolve("own.yaml"), workflow.formatted(", namespace: its-own"));
        var none = Files.writeString(directory.resolve("none.yaml"), workflow.formatted(""));
        skiff.run("run", own.toString(), "--on", "host", "-n", "argo");
        assertThat(skiff.run("logs", "@latest").out()).endsWith("its-own\n");
        skiff.run("run", none.toString(), "--on", "host", "-n", "argo", "--name", "other");
        assertThat(skiff.run("logs", "@latest").out()).endsWith("argo\n");
    }

    @Test
    void jsonIsTheWorkflowAloneOnStandardOutput() throws IOException {
        var outcome = run("-o", "json", "-l", "team=a,size=s");
        JsonNode workflow = new ObjectMapper().readTree(outcome.out());
        assertThat(workflow.path("metadata").path("name").asText()).matches("hello-[a-z0-9]{5}");
        assertThat(workflow.path("metadata").path("labels").path("team").asText())
                .isEqualTo("a");
        assertThat(workflow.path("metadata")
                        .path("labels")
                        .path("workflows.argoproj.io/phase")
                        .asText())
                .isEqualTo("Succeeded");
        assertThat(workflow.path("status").path("phase").asText()).isEqualTo("Succeeded");
        assertThat(workflow.path("status").path("nodes")).hasSize(5);
        assertThat(outcome.err()).contains("Succeeded hello-");
    }

    @Test
    void yamlAndNameAreForProgramsToo() {
        assertThat(run("-o", "yaml", "--name", "y").out())
                .startsWith("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n");
        assertThat(run("-o", "name", "--name", "n").out()).isEqualTo("n\n");
        assertThat(skiff.run("list", "-o", "name").out()).isEqualTo("n\ny\n");
    }

    @Test
    void theLogIsStreamedWithTheNamesOfTheSteps() {
        assertThat(run("--log").out()).contains("greet: hello world\n", "part: bye\n");
    }

    @Test
    void aWorkflowMayComeFromStandardInput() {
        assertThat(skiff.withInput(HELLO)
                        .run("run", "-", "--on", "host", "-o", "name")
                        .out())
                .startsWith("hello-");
    }

    @Test
    void severalWorkflowsRunOneAfterTheOther() throws IOException {
        Files.writeString(file, HELLO + "---\n" + HELLO.replace("hello-", "again-"));
        assertThat(run("-o", "name").out().lines()).hasSize(2);
        assertThat(run("--name", "x").err()).contains("--name names one run, and there are 2 workflows");
    }

    // PARAM-17
    @Test
    void parametersOfAFileGiveWayToThoseOfTheCommandLine() throws IOException {
        Path given = Files.writeString(directory.resolve("p.yaml"), "who: sun\nlist: [1, {a: 0x10}]\n");
        run("-f", given.toString(), "--name", "a");
        assertThat(skiff.run("logs", "a", "greet").out()).isEqualTo("greet: hello sun\n");
        assertThat(skiff.run("get", "a", "-o", "json").out()).contains("[1,{\\\"a\\\":16}]");
        run("-f", given.toString(), "-p", "who=moon", "--name", "b");
        assertThat(skiff.run("logs", "b", "greet").out()).isEqualTo("greet: hello moon\n");
    }

    @Test
    void whatIsWrongWithTheFileIsSaidAndNothingIsKept() throws IOException {
        Files.writeString(file, HELLO.replace("template: say,", "template: sai,"));
        var outcome = run();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("hello.yaml:", "sai", "did you mean 'say'?");
        assertThat(outcome.out()).isEmpty();
        assertThat(skiff.store().names()).isEmpty();
    }

    // PARAM-05, PHASE-18
    @Test
    void aValueOutsideItsEnumAndAnUnknownEntrypointAreRefused() {
        assertThat(run("-p", "who=mon").err()).contains("moon");
        assertThat(run("--entrypoint", "othr").err()).contains("no template 'othr'", "did you mean 'other'?");
        assertThat(run("--name", "Not_A_Name").err()).contains("cannot be the name of a workflow");
        assertThat(skiff.store().names()).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsSaidAndNothingElse() {
        run("--name", "one", "-o", "name");
        var again = run("--name", "one");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).startsWith("skiff: there is a run named one already: delete it (skiff delete one)");
        assertThat(again.out()).isEqualTo("notice of host\n");
    }

    @Test
    void beingCalledWronglyIsExitCodeTwo() {
        assertThat(run("-p", "novalue").exitCode()).isEqualTo(2);
        assertThat(run("--parallelism=-1").exitCode()).isEqualTo(2);
        assertThat(skiff.run("run").exitCode()).isEqualTo(2);
        assertThat(skiff.run("rn", "x").err()).contains("did you mean 'run'?");
        assertThat(skiff.run("delete").exitCode()).isEqualTo(2);
    }

    @Test
    void filesThatAreNotThereAreAllNamed() {
        var outcome = skiff.run("run", "one.yaml", "two.yaml", "--on", "host");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("one.yaml: there is no such file", "two.yaml: there is no such file");
    }

    @Test
    void withoutAnEngineTheHostIsNotTakenByItself() {
        var outcome = skiff.run("run", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("skiff: no container engine answers\n");
    }

    @Test
    void secretsAndConfigMapsOfFilesReachTheSteps() throws IOException {
        Files.writeString(directory.resolve("token"), "swordfish");
        Files.writeString(directory.resolve("greeting"), "hi");
        Files.writeString(file, """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: env}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    container:
                      image: busybox
                      command: [sh, -c, 'test ${#TOKEN} = 9 && echo "$GREETING"']
                      env:
                      - {name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: token}}}
                      - {name: GREETING, valueFrom: {configMapKeyRef: {name: c, key: greeting}}}
                """);
        var outcome = run(
                "--from-file",
                "secret/s=" + directory.resolve("token"),
                "--from-file",
                "configmap/c=" + directory.resolve("greeting"));
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(skiff.run("logs", "env").out()).isEqualTo("env: hi\n");
        try (var kept = Files.walk(directory.resolve("home"))) {
            for (Path path : kept.filter(Files::isRegularFile).toList()) {
                assertThat(path).content().doesNotContain("swordfish");
            }
        }
        assertThat(run("--from-file", "nonsense").err()).contains("--from-file takes configmap/NAME=PATH");
    }

    @Test
    void runsAreListedShownAndDeleted() {
        run("--name", "one", "-o", "name");
        run("--name", "two", "--entrypoint", "other", "-o", "name");
        assertThat(skiff.run("list").out().lines().map(line -> line.split(" +")[0] + " " + line.split(" +")[1]))
                .containsExactly("NAME STATUS", "two Failed", "one Succeeded");
        assertThat(skiff.run("get", "oen").err()).contains("there is no run named oen (did you mean 'one'?)");
        assertThat(skiff.run("logs", "one", "gret").err()).contains("no step named gret (did you mean 'greet'?)");
        assertThat(skiff.run("get", "one", "-o", "wide").out()).contains("template=say");
        assertThat(skiff.run("resume", "one").exitCode()).isZero();
        assertThat(skiff.run("delete", "one").out()).isEqualTo("Workflow 'one' deleted\n");
        assertThat(skiff.run("delete", "--completed").out()).isEqualTo("Workflow 'two' deleted\n");
        assertThat(skiff.run("get", "@latest").err()).contains("there are no runs yet");
    }

    @Test
    void theDemoRunsWhereverItCanAndSaysWhere() {
        var outcome = skiff.run("demo");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("running on the host executor", "no container engine answers");
        assertThat(outcome.out().strip()).endsWith("): Succeeded");
        assertThat(skiff.run("logs", "@latest").out()).contains("5 squared is 25");
    }

    @Test
    void helpShowsWhatTheHostExecutorDoesWithoutTakingItForVariables() {
        assertThat(skiff.run("run", "--help").out()).contains("It costs $HOME and ${HOME}.");
    }

    private InProcess.Outcome run(String... options) {
        var arguments = new java.util.ArrayList<>(java.util.List.of("run", file.toString(), "--on", "host"));
        arguments.addAll(java.util.List.of(options));
        return skiff.run(arguments.toArray(String[]::new));
    }
}
