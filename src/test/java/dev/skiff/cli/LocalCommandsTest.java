package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.InProcess.Outcome;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.port.Origin;
import dev.skiff.port.Progress;
import dev.skiff.port.RunRecord;
import dev.skiff.runtime.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about what this machine keeps, without a server: the same ones, by the same interface. */
class LocalCommandsTest {
    private static final String WORKFLOW = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: hello-}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: who, value: world}]}
              templates:
              - name: main
                steps:
                - - {name: greet, template: say}
                - - {name: part, template: say}
              - name: say
                container: {image: busybox, command: [sh, -c, 'echo "hello {{workflow.parameters.who}}"; echo "bye"']}
            """;

    @TempDir
    Path directory;

    private InProcess skiff = InProcess.in(Path.of(""));

    @BeforeEach
    void open() {
        skiff = InProcess.in(directory.resolve("home"));
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("wf.yaml"), content).toString();
    }

    private void ran(String name, String... more) throws IOException {
        String[] arguments = new String[5 + more.length];
        List<String> first = List.of("run", file(WORKFLOW), "--on", "host", "--name=" + name);
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i < 5 ? first.get(i) : more[i - 5];
        }
        Outcome outcome = skiff.run(arguments);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    /** A run whose process has died. */
    private void dead(String name) {
        var workflow = Yaml.workflow(name, Yaml.THREE_STEPS);
        try (RunRecord record =
                skiff.store().create(workflow, new Origin("host", List.of(), List.of(), List.of(), false, 0))) {
            record.status(Progress.of(workflow.toBuilder()
                            .status(WorkflowStatus.builder()
                                    .phase(WorkflowPhase.RUNNING)
                                    .build())
                            .build()))
                    .join();
        }
    }

    @Test
    void linesAreChosenByWhatIsInThemAndFromTheEnd() throws IOException {
        ran("one");
        assertThat(skiff.run("logs", "one", "--grep", "^b").out()).isEqualTo("greet: bye\npart: bye\n");
        assertThat(skiff.run("logs", "one", "greet", "--tail", "1").out()).isEqualTo("greet: bye\n");
        assertThat(skiff.run("logs", "one", "-l", "workflows.argoproj.io/workflow=other")
                        .out())
                .isEmpty();
        Outcome since = skiff.run("logs", "one", "--since", "5m");
        assertThat(since.exitCode()).isEqualTo(1);
        assertThat(since.err()).contains("without the times of its lines");
        assertThat(skiff.run("logs", "one", "--since-time", "noon").exitCode()).isEqualTo(2);
    }

    @Test
    void aRunWhoseProcessHasDiedIsShownAsThatAndAskedInVain() {
        dead("gone");
        assertThat(skiff.run("list").out())
                .containsPattern("gone +Interrupted +\\S+ .*its process has died: skiff resume gone");
        assertThat(skiff.run("get", "gone").out()).endsWith("its process has died: skiff resume gone\n");
        for (String[] command : new String[][] {{"stop", "gone"}, {"stop", "gone", "--dry-run"}, {"suspend", "gone"}}) {
            Outcome asked = skiff.run(command);
            assertThat(asked.exitCode()).isEqualTo(1);
            assertThat(asked.err())
                    .contains("no process drives this run, its own has died: skiff resume gone goes on with it");
        }
        for (String command : new String[] {"wait", "watch"}) {
            Outcome followed = skiff.run(command, "gone");
            assertThat(followed.exitCode()).isEqualTo(1);
            assertThat(followed.err()).contains("the process that drove gone has died: skiff resume gone");
        }
        assertThat(skiff.run("delete", "--completed").out()).isEmpty();
        assertThat(skiff.run("delete", "--all").out()).isEqualTo("Workflow 'gone' deleted\n");
    }

    @Test
    void whoWatchesHearsThatTheProcessHasDied() throws Exception {
        var workflow = Yaml.workflow("dies", Yaml.THREE_STEPS);
        RunRecord record =
                skiff.store().create(workflow, new Origin("host", List.of(), List.of(), List.of(), false, 0));
        InProcess other = InProcess.in(directory.resolve("home"));
        CompletableFuture<Outcome> waiting = CompletableFuture.supplyAsync(() -> other.run("wait", "dies"));
        Outcome driven = skiff.run("delete", "dies");
        assertThat(driven.exitCode()).isEqualTo(1);
        assertThat(driven.err()).contains("it is being driven by another process: end that first");
        assertThat(waiting).isNotDone();
        record.close();
        assertThat(waiting.get(60, java.util.concurrent.TimeUnit.SECONDS).err())
                .contains("the process that drove dies has died");
    }

    @Test
    void namespacesAreForListsAndANameIsEnoughForTheRest() throws IOException {
        ran("here");
        ran("there", "-n", "team");
        assertThat(skiff.run("list", "-o", "name").out()).isEqualTo("there\nhere\n");
        assertThat(skiff.run("list", "-o", "name", "-n", "team").out()).isEqualTo("there\n");
        assertThat(skiff.run("list", "-A").out())
                .containsPattern("NAMESPACE +NAME")
                .containsPattern("team +there");
        assertThat(skiff.withEnvironment("ARGO_NAMESPACE", "elsewhere")
                        .run("get", "there", "-o", "name")
                        .out())
                .isEqualTo("there\n");
        assertThat(skiff.run("get", "there", "-n", "default").err())
                .contains("workflows.argoproj.io \"there\" not found");
    }

    @Test
    void templatesAndSchedulesAreKeptHere() throws IOException {
        String template = WORKFLOW.replace("kind: Workflow", "kind: WorkflowTemplate")
                .replace("generateName: hello-", "name: greeting, labels: {team: a}");
        assertThat(skiff.run("template", "create", file(template)).out())
                .isEqualTo("WorkflowTemplate 'greeting' created\n");
        assertThat(skiff.run("template", "create", file(template)).err()).contains("\"greeting\" already exists");
        assertThat(skiff.run("template", "list", "-l", "team=a", "-o", "name").out())
                .isEqualTo("greeting\n");
        assertThat(skiff.run("template", "get", "greeting").out()).contains("name: greeting");
        String cron = """
                apiVersion: argoproj.io/v1alpha1
                kind: CronWorkflow
                metadata: {name: nightly}
                spec:
                  schedules: ["0 0 * * *"]
                  workflowSpec: {workflowTemplateRef: {name: greeting}}
                """;
        assertThat(skiff.run(
                                "cron",
                                "create",
                                file(cron),
                                "--name",
                                "weekly",
                                "--schedule",
                                "0 0 * * 0",
                                "-l",
                                "size=s",
                                "-p",
                                "who=you",
                                "--entrypoint",
                                "main",
                                "-o",
                                "json")
                        .out())
                .contains("\"schedules\" : [ \"0 0 * * 0\" ]", "\"name\" : \"weekly\"", "\"size\" : \"s\"")
                .contains("\"value\" : \"you\"", "\"entrypoint\" : \"main\"");
        assertThat(skiff.run("cron", "suspend", "weekly").out()).isEqualTo("CronWorkflow 'weekly' suspended\n");
        assertThat(skiff.run("cron", "list").out()).containsPattern("weekly .*0 0 \\* \\* 0 .*true");
        assertThat(skiff.run("cron", "delete", "--all").out()).isEqualTo("CronWorkflow 'weekly' deleted\n");
        Outcome lint = skiff.run("cron", "lint", file(cron.replace("name: greeting}", "name: greetin}")));
        assertThat(lint.exitCode()).isEqualTo(1);
        assertThat(lint.out()).contains("\"greetin\" not found");
    }

    @Test
    void whatHasEndedIsTheArchive() throws IOException {
        ran("one", "-l", "team=a");
        dead("gone");
        assertThat(skiff.run("archive", "list", "-o", "name").out()).isEqualTo("one\n");
        assertThat(skiff.run("archive", "list-label-keys").out()).contains("team\n");
        assertThat(skiff.run("archive", "get", "--name", "one", "-o", "name").out())
                .isEqualTo("one\n");
        Outcome retried = skiff.run("archive", "resubmit", "--name", "one");
        assertThat(retried.exitCode()).isEqualTo(1);
        assertThat(retried.err()).contains("there is no server here", "skiff resubmit NAME");
        assertThat(skiff.run("archive", "delete", "--name", "one").exitCode()).isZero();
        assertThat(skiff.store().names()).containsExactly("gone");
    }

    @Test
    void artifactsAreCopied() throws IOException {
        String passing = """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: made}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    container: {image: busybox, command: [sh, -c, 'echo hello > /tmp/made-by-a-test']}
                    outputs: {artifacts: [{name: out, path: /tmp/made-by-a-test, archive: {none: {}}}]}
                """;
        assertThat(skiff.run("run", file(passing), "--on", "host").exitCode()).isZero();
        Path target = directory.resolve("copies");
        Outcome copied = skiff.run("cp", "made", target.toString());
        assertThat(copied.err()).isEmpty();
        assertThat(copied.out()).startsWith("Created \"" + target.resolve("default/made/made/outputs/out"));
        assertThat(skiff.run("cp", "made", target.toString(), "--path", "{templateName}/../../{artifactName}")
                        .exitCode())
                .isZero();
        assertThat(skiff.run("cp", "made", target.toString(), "--artifact-name", "other")
                        .err())
                .contains("there are no such artifacts in made");
    }

    @Test
    void fieldsThatNobodyKnowsMayBeIgnored() throws IOException {
        String strange = WORKFLOW.replace("entrypoint: main", "entrypoint: main\n  colour: red");
        assertThat(skiff.run("lint", file(strange)).exitCode()).isEqualTo(1);
        assertThat(skiff.run("lint", "--strict", file(strange)).exitCode()).isEqualTo(1);
        Outcome lint = skiff.run("lint", "--strict=false", file(strange));
        assertThat(lint.exitCode()).as(lint.out()).isZero();
        assertThat(lint.out()).contains("colour");
        assertThat(skiff.run("run", file(strange), "--on", "host", "--strict=false", "-o", "name")
                        .exitCode())
                .isZero();
    }

    @Test
    void theTokenThatWouldBeSentIsPrinted() {
        assertThat(skiff.run("auth", "token", "--server", "http://127.0.0.1:1", "--token", "t0")
                        .out())
                .isEqualTo("Bearer t0\n");
        assertThat(skiff.run("auth", "token", "--server", "http://127.0.0.1:1").err())
                .contains("nothing would be sent to http://127.0.0.1:1");
        assertThat(skiff.run("auth", "token").err()).contains("of which server?");
    }
}
