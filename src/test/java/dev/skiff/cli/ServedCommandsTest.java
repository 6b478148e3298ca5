package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.api.rest.ServedMemory;
import dev.skiff.cli.InProcess.Outcome;
import dev.skiff.port.service.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a server on loopback: what they ask of it, and what they print. */
class ServedCommandsTest {
    private static final String WORKFLOW = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: hello-}
            spec:
              entrypoint: main
              arguments: {parameters: [{name: who, value: world}]}
              templates:
                - name: main
                  container: {image: busybox, command: [echo, "{{workflow.parameters.who}}"]}
            """;

    @TempDir
    Path directory;

    private final ServedMemory served = new ServedMemory();

    @AfterEach
    void close() {
        served.close();
    }

    private Outcome skiff(String... arguments) {
        return InProcess.in(directory)
                .withEnvironment("SKIFF_SERVER", served.url())
                .withEnvironment("SKIFF_TOKEN", ServedMemory.TOKEN)
                .withEnvironment("ARGO_NAMESPACE", "team")
                .run(arguments);
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("wf.yaml"), content).toString();
    }

    private ObjectNode only() {
        assertThat(served.objects()).hasSize(1);
        return served.objects().values().iterator().next();
    }

    private void submitted(String name) throws IOException {
        assertThat(skiff("submit", file(WORKFLOW), "--name", name).exitCode()).isZero();
    }

    @Test
    void submitSendsWhatIsInTheFileWithWhatIsAskedFor() throws IOException {
        Outcome outcome = skiff(
                "submit",
                file(WORKFLOW),
                "-p",
                "who=you",
                "-l",
                "a=b,c=d",
                "--serviceaccount",
                "robot",
                "--priority",
                "7",
                "--instanceid",
                "blue",
                "-o",
                "name");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("hello-0\n");
        ObjectNode workflow = only();
        assertThat(workflow.at("/metadata/namespace").asText()).isEqualTo("team");
        assertThat(workflow.at("/metadata/labels/a").asText()).isEqualTo("b");
        assertThat(workflow.at("/metadata/labels/workflows.argoproj.io~1controller-instanceid")
                        .asText())
                .isEqualTo("blue");
        assertThat(workflow.at("/spec/arguments/parameters/0/value").asText()).isEqualTo("you");
        assertThat(workflow.at("/spec/serviceAccountName").asText()).isEqualTo("robot");
        assertThat(workflow.at("/spec/priority").asInt()).isEqualTo(7);
    }

    @Test
    void aFileWithProblemsIsNotSentAndTheProblemsHaveTheirPlaces() throws IOException {
        Outcome outcome = skiff("submit", file(WORKFLOW.replace("entrypoint: main", "entrypoint: mian")));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("wf.yaml:5").contains("mian");
        assertThat(served.objects()).isEmpty();
    }

    @Test
    void dryRunsSubmitNothing() throws IOException {
        assertThat(skiff("submit", file(WORKFLOW), "--dry-run").out()).contains("generateName: hello-");
        assertThat(skiff("submit", file(WORKFLOW), "--server-dry-run", "-o", "json")
                        .out())
                .contains("\"uid\" : \"uid-hello-0\"");
        assertThat(served.objects()).isEmpty();
    }

    @Test
    void aKeyMakesOneWorkflowOfTwoSubmissions() throws IOException {
        String first = skiff("submit", file(WORKFLOW), "--idempotency-key", "k1", "-o", "name")
                .out();
        assertThat(skiff("submit", file(WORKFLOW), "--idempotency-key", "k1", "-o", "name")
                        .out())
                .isEqualTo(first)
                .startsWith("hello-");
        assertThat(served.objects()).hasSize(1);
        Outcome other = skiff("submit", file(WORKFLOW), "--idempotency-key", "k1", "-p", "who=me");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("with another body");
    }

    @Test
    void templatesAreSubmitted() throws IOException {
        String template = WORKFLOW.replace("kind: Workflow", "kind: WorkflowTemplate")
                .replace("generateName: hello-", "name: greeting");
        assertThat(skiff("template", "create", file(template)).out())
                .isEqualTo("WorkflowTemplate 'greeting' created\n");
        Outcome outcome = skiff("submit", "--from", "wftmpl/greeting", "-p", "who=you", "-o", "json");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("\"generateName\" : \"greeting-\"")
                .contains("\"workflowTemplateRef\"")
                .contains("\"value\" : \"you\"");
        assertThat(skiff("submit", "--from", "greeting").exitCode()).isEqualTo(2);
        assertThat(skiff("submit", "--from", "wftmpl/none").err())
                .contains("workflowtemplates.argoproj.io \"none\" not found");
    }

    @Test
    void waitingEndsWithTheWorkflowAndItsExitCode() throws Exception {
        String file = file(WORKFLOW);
        for (String option : new String[] {"--wait", "--watch"}) {
            String name = "run" + option.replace("-", "");
            CompletableFuture<Outcome> running =
                    CompletableFuture.supplyAsync(() -> skiff("submit", file, "--name", name, option));
            await(() -> served.streams() == 1);
            served.end("team", name, option.equals("--wait") ? "Succeeded" : "Failed");
            Outcome outcome = running.join();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.exitCode()).isEqualTo(option.equals("--wait") ? 0 : 1);
            assertThat(outcome.out()).contains(option.equals("--wait") ? "Succeeded" : "Failed");
            await(() -> served.streams() == 0);
        }
        assertThat(skiff("wait", "runwait").exitCode()).isZero();
        assertThat(skiff("wait", "runwait", "runwatch").exitCode()).isEqualTo(1);
        assertThat(skiff("watch", "runwatch").exitCode()).isEqualTo(1);
        assertThat(skiff("wait", "none").exitCode()).isEqualTo(1);
        assertThat(skiff("wait", "none", "--ignore-not-found").exitCode()).isZero();
    }

    @Test
    void listAndGetHaveTheirForms() throws IOException {
        submitted("one");
        submitted("two");
        served.end("team", "two", "Failed");
        assertThat(skiff("list").out())
                .containsPattern("NAME +STATUS")
                .containsPattern("one +Pending")
                .containsPattern("two +Failed");
        assertThat(skiff("list", "-A").out()).containsPattern("NAMESPACE +NAME").containsPattern("team +one");
        assertThat(skiff("list", "--status", "Failed", "-o", "name").out()).isEqualTo("two\n");
        assertThat(skiff("list", "--completed", "-o", "name").out()).isEqualTo("two\n");
        assertThat(skiff("list", "--running", "-o", "name").out()).isEqualTo("one\n");
        assertThat(skiff("list", "--prefix", "tw", "-o", "name").out()).isEqualTo("two\n");
        assertThat(skiff("list", "-o", "wide", "--no-headers").out())
                .contains("who=world")
                .doesNotContain("NAME");
        assertThat(skiff("list", "-n", "other", "-o", "name").out()).isEmpty();
        assertThat(skiff("list", "-o", "json").out()).contains("\"name\" : \"one\"");
        assertThat(skiff("list", "-o", "yaml").out()).startsWith("- ").contains("name: one");
        assertThat(skiff("get", "two").out()).startsWith("two  Failed");
        assertThat(skiff("get", "two", "-o", "json").out()).contains("\"uid\" : \"uid-two\"");
        assertThat(skiff("get", "two", "-o", "yaml").out()).contains("uid: uid-two");
        assertThat(skiff("get", "@latest", "-o", "name").exitCode()).isZero();
        Outcome missing = skiff("get", "none");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("skiff: workflows.argoproj.io \"none\" not found\n");
        assertThat(skiff("list", "--since", "soon").exitCode()).isEqualTo(2);
    }

    @Test
    void theTreeOfAServerWhoseNodesAreInNoOrderIsAsDeepAsItIs() throws IOException {
        submitted("one");
        ObjectNode status = served.objects().values().iterator().next().putObject("status");
        status.put("phase", "Succeeded");
        ObjectNode nodes = status.putObject("nodes");
        nodes.putObject("one-1")
                .put("id", "one-1")
                .put("name", "one[0].a")
                .put("displayName", "a")
                .put("type", "Pod")
                .put("phase", "Succeeded")
                .put("boundaryID", "one")
                .put("startedAt", "2026-01-01T00:00:00Z");
        nodes.putObject("one")
                .put("id", "one")
                .put("name", "one")
                .put("displayName", "one")
                .put("type", "Steps")
                .put("phase", "Succeeded")
                .put("startedAt", "2026-01-01T00:00:05Z");
        assertThat(skiff("get", "one").out()).containsPattern("(?m)^\\S+ one").containsPattern("(?m)^└─\\S+ a");
        assertThat(skiff("get", "one", "--node-field-selector", "displayName=a").out())
                .doesNotContain("└");
        assertThat(skiff("get", "one", "--status", "Failed").out()).doesNotContain(" a ");
    }

    @Test
    void requestsAreSentForEachAndRefusalsAreTold() throws IOException {
        submitted("one");
        assertThat(skiff("stop", "one").out()).isEqualTo("workflow one stopped\n");
        assertThat(skiff("terminate", "one").out()).isEqualTo("workflow one terminated\n");
        assertThat(skiff("suspend", "one").out()).isEqualTo("workflow one suspended\n");
        assertThat(skiff("resume", "one", "--node-field-selector", "displayName=x")
                        .out())
                .isEqualTo("workflow one resumed\n");
        assertThat(skiff("stop", "one", "--dry-run").out()).isEqualTo("workflow one stopped (dry-run)\n");
        assertThat(skiff("node", "set", "one", "-p", "a=b", "--phase", "Succeeded")
                        .out())
                .isEqualTo("workflow values set\n");
        assertThat(skiff("retry", "one", "-p", "x=y", "-o", "name").out()).isEqualTo("one\n");
        assertThat(skiff("resubmit", "one", "--memoized", "-o", "name").out()).isEqualTo("one\n");
        assertThat(served.asked())
                .hasSize(7)
                .allMatch(text -> text.startsWith("one: "))
                .last()
                .isEqualTo("one: resubmit true {}");
        Outcome mixed = skiff("stop", "none", "one");
        assertThat(mixed.exitCode()).isEqualTo(1);
        assertThat(mixed.out()).isEqualTo("workflow one stopped\n");
        assertThat(mixed.err()).contains("skiff: none: ").contains("not found");
        assertThat(skiff("stop", "-l", "a=b").out()).isEqualTo("workflow one stopped\n");
    }

    @Test
    void whatIsToBeDeletedIsNamedOrChosen() throws IOException {
        submitted("one");
        submitted("two");
        served.end("team", "two", "Failed");
        assertThat(skiff("delete").exitCode()).isEqualTo(2);
        assertThat(skiff("delete", "--completed", "--dry-run").out()).isEqualTo("Workflow 'two' deleted (dry-run)\n");
        assertThat(served.objects()).hasSize(2);
        assertThat(skiff("delete", "--completed").out()).isEqualTo("Workflow 'two' deleted\n");
        assertThat(skiff("delete", "none", "one").exitCode()).isEqualTo(1);
        assertThat(served.objects()).isEmpty();
    }

    @Test
    void logsNameTheirPods() throws IOException {
        submitted("one");
        served.lines().add(new LogEntry("hello", "pod-1"));
        served.lines().add(new LogEntry("there", "pod-2"));
        assertThat(skiff("logs", "one", "--grep", "e", "--tail", "10").out()).isEqualTo("pod-1: hello\npod-2: there\n");
        assertThat(skiff("logs", "one", "one-main-123").exitCode()).isZero();
        Outcome unknown = skiff("logs", "one", "nobody");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("has no step named nobody");
        assertThat(skiff("logs", "one", "--since-time", "now").exitCode()).isEqualTo(2);
    }

    @Test
    void schedulesAreKeptShownSuspendedAndForgotten() throws IOException {
        String cron = file("""
                apiVersion: argoproj.io/v1alpha1
                kind: CronWorkflow
                metadata: {name: nightly}
                spec:
                  schedules: ["0 3 * * *"]
                  workflowSpec:
                    entrypoint: main
                    templates: [{name: main, container: {image: busybox, command: ["true"]}}]
                """);
        assertThat(skiff("cron", "create", cron, "-o", "name").out()).isEqualTo("nightly\n");
        assertThat(skiff("cron", "create", cron).err()).contains("already exists");
        assertThat(skiff("cron", "suspend", "nightly").out()).isEqualTo("CronWorkflow 'nightly' suspended\n");
        assertThat(skiff("cron", "list").out()).containsPattern("nightly .*0 3 \\* \\* \\* +.*true");
        assertThat(skiff("cron", "resume", "nightly").out()).isEqualTo("CronWorkflow 'nightly' resumed\n");
        assertThat(skiff("cron", "get", "nightly").out()).contains("suspend: false");
        assertThat(skiff("cron", "update", cron).out()).isEqualTo("CronWorkflow 'nightly' updated\n");
        assertThat(skiff("cron", "lint", cron).exitCode()).isZero();
        assertThat(skiff("cron", "list", "-A", "-o", "name").out()).isEqualTo("nightly\n");
        assertThat(skiff("cron", "delete", "--all").out()).isEqualTo("CronWorkflow 'nightly' deleted\n");
        assertThat(served.objects()).isEmpty();
    }

    @Test
    void templatesOfTheServerAreKnownToLint() throws IOException {
        String template = WORKFLOW.replace("kind: Workflow", "kind: ClusterWorkflowTemplate")
                .replace("generateName: hello-", "name: greeting");
        assertThat(skiff("cluster-template", "create", file(template)).exitCode())
                .isZero();
        assertThat(skiff("cluster-template", "list").out()).contains("greeting");
        String user = """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {generateName: hello-}
                spec:
                  workflowTemplateRef: {name: greeting, clusterScope: true}
                """;
        assertThat(skiff("lint", file(user)).exitCode()).isZero();
        assertThat(skiff("lint", file(user.replace("greeting", "greetings"))).out())
                .contains("greetings");
        assertThat(skiff("lint", file(user.replace("greeting", "greetings")), "--offline")
                        .exitCode())
                .isZero();
    }

    @Test
    void theArchiveIsListedShownAndEmptied() throws IOException {
        submitted("one");
        assertThat(skiff("archive", "list").out()).contains("UID").contains("uid-one");
        assertThat(skiff("archive", "get", "uid-one", "-o", "name").out()).isEqualTo("one\n");
        assertThat(skiff("archive", "get", "--name", "one", "-o", "name").out()).isEqualTo("one\n");
        assertThat(skiff("archive", "retry", "uid-one", "-o", "name").out()).isEqualTo("one\n");
        assertThat(skiff("archive", "resubmit", "uid-one", "-o", "name").out()).isEqualTo("one\n");
        assertThat(served.asked()).hasSize(2);
        assertThat(skiff("archive", "list-label-keys").exitCode()).isZero();
        assertThat(skiff("archive", "list-label-values", "-l", "a").out()).isEmpty();
        assertThat(skiff("archive", "delete", "uid-one").out()).isEqualTo("Archived workflow 'uid-one' deleted\n");
        assertThat(served.objects()).isEmpty();
    }

    @Test
    void aServerIsNamedInArgosWaysAndInOurs() throws IOException {
        submitted("one");
        String hostAndPort = served.url().replace("http://", "");
        InProcess bare = InProcess.in(directory);
        assertThat(bare.run(
                                "list",
                                "-s",
                                hostAndPort,
                                "-e=false",
                                "--token",
                                ServedMemory.TOKEN,
                                "-n",
                                "team",
                                "-o",
                                "name")
                        .out())
                .isEqualTo("one\n");
        InProcess argo = InProcess.in(directory)
                .withEnvironment("ARGO_SERVER", hostAndPort)
                .withEnvironment("ARGO_SECURE", "false")
                .withEnvironment("ARGO_TOKEN", "Bearer " + ServedMemory.TOKEN)
                .withEnvironment("ARGO_HTTP1", "true");
        assertThat(argo.run("list", "-A", "-o", "name").out()).isEqualTo("one\n");
        Outcome stranger = bare.run("list", "--server", served.url(), "--token", "wrong-secret");
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.err()).startsWith("skiff: ").doesNotContain("wrong-secret");
        new dev.skiff.local.FileKnownServers(directory).remember(served.url(), ServedMemory.TOKEN);
        String byName = served.url().replace("127.0.0.1", "localhost");
        assertThat(bare.run("list", "--server", byName, "-A", "-o", "name").out())
                .isEqualTo("one\n");
        assertThat(bare.run("list", "--server", "nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void aClusterIsSpokenToWithoutAServer() throws IOException {
        submitted("one");
        InProcess cluster = InProcess.in(directory).withCluster(served.session());
        assertThat(cluster.run("list", "--on", "kubernetes", "-o", "name").out())
                .isEqualTo("one\n");
        assertThat(cluster.run("stop", "one", "--on", "kubernetes").out()).isEqualTo("workflow one stopped\n");
        assertThat(cluster.run("submit", file(WORKFLOW), "--controller", "--name", "two", "-o", "name")
                        .out())
                .isEqualTo("two\n");
        assertThat(cluster.run("list", "--on", "docker").exitCode()).isEqualTo(2);
        assertThat(cluster.run("template", "list", "--context", "c").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutASomebodySubmitRunsHereAsEver() throws IOException {
        InProcess bare = InProcess.in(directory);
        assertThat(bare.run("submit", file(WORKFLOW)).exitCode()).isEqualTo(1);
        assertThat(served.objects()).isEmpty();
        assertThat(bare.run("submit", "--from", "wftmpl/x", "--dry-run").err()).contains("--controller");
        Outcome run = bare.run("submit", file(WORKFLOW), "--on", "host", "--name", "here");
        assertThat(run.exitCode()).isZero();
        assertThat(bare.run("logs", "here", "--tail", "0").out()).isEmpty();
        assertThat(bare.run("list", "-n", "default", "--status", "Succeeded", "-o", "name")
                        .out())
                .isEqualTo("here\n");
        assertThat(bare.run("delete", "--older", "1h").out()).isEmpty();
        assertThat(bare.run("delete", "--prefix", "he", "--dry-run").out())
                .isEqualTo("Workflow 'here' deleted (dry-run)\n");
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        long last = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(last);
            Thread.sleep(20);
        }
    }
}
