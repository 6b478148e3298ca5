package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Ended;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.ScriptTemplate;
import dev.skiff.model.Template;
import dev.skiff.model.UserContainer;
import dev.skiff.port.Await;
import dev.skiff.port.MemoryArtifacts;
import dev.skiff.port.ProcessIdentity;
import dev.skiff.port.RecordingListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.SampleTask;
import dev.skiff.port.TaskRef;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real engine can show, beside the contract. */
class ContainerExecutorIT {

    private static final Volume SCRATCH = new VolumeBuilder()
            .withName("scratch")
            .withNewEmptyDir()
            .endEmptyDir()
            .build();

    @TempDir
    Path directory;

    private final String run = "docker-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final RecordingListener heard = new RecordingListener();
    private ContainerExecutor executor;

    @BeforeEach
    void open() {
        open(TestEngine.options().gracePeriod(Duration.ofSeconds(2)));
    }

    private void open(DockerOptions options) {
        if (executor != null) {
            executor.close();
        }
        executor = new ContainerExecutor(TestEngine.endpoint(), options, new MemoryArtifacts());
        executor.listen(heard);
        executor.prepare(context());
    }

    @AfterEach
    void close() {
        executor.cleanUp(run, true);
        executor.close();
        assertThat(TestEngine.leftovers(run)).isEmpty();
    }

    private RunContext context() {
        return FakeEngineFixture.contextOf(
                run,
                List.of("shared"),
                List.of(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .endMetadata()
                        .addToStringData("password", "s3cret")
                        .build()));
    }

    private SampleTask task(String nodeId) {
        return new SampleTask(run, nodeId, TestEngine.image());
    }

    private Ended end(Task task) {
        executor.start(task);
        return heard.ended(task.nodeId());
    }

    private static UserContainer sidecar(String name, String shell) {
        return UserContainer.builder()
                .name(name)
                .image(TestEngine.image())
                .command(List.of("sh", "-c"))
                .args(List.of(shell))
                .build();
    }

    @Test
    void mainReachesItsSidecarOnLocalhost() {
        Ended end = end(task("a")
                .sh("until wget -qO- http://localhost:8080/hello; do sleep 0.1; done")
                .sidecar(sidecar("web", "mkdir /www && echo hi > /www/hello && exec httpd -f -p 8080 -h /www"))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("hi\n");
    }

    // PHASE-09
    @Test
    void aSidecarThatIgnoresItsEndIsKilledAndThatIsNoFailure() {
        Ended end = end(task("a")
                .sh("sleep 0.5")
                .sidecar(sidecar("stubborn", "trap '' TERM; while :; do sleep 0.1; done"))
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void aSidecarThatCannotBeMadeEndsTheTaskBeforeMainStarts() {
        Ended end = end(task("a")
                .sh("echo main")
                .sidecar(UserContainer.builder()
                        .name("helper")
                        .image("skiff-test/no-such-image:1")
                        .imagePullPolicy("Never")
                        .build())
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("ErrImageNeverPull", "skiff-test/no-such-image:1");
        assertThat(heard.stdout("a")).isEmpty();
    }

    // RES-12
    @Test
    void argumentsAloneGoToTheImagesOwnEntryPoint() {
        Ended end = end(new SampleTask(run, "a", TestEngine.imageWithEntryPoint())
                .command()
                .args("world")
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("hello world\n");
    }

    // RES-12
    @Test
    void aCommandAloneDropsTheImagesArguments() {
        end(new SampleTask(run, "a", TestEngine.imageWithEntryPoint())
                .command("echo")
                .args()
                .build());

        assertThat(heard.stdout("a")).isEqualTo("\n");
    }

    @Test
    void anyUserMayWriteToNewVolumes() {
        Ended end = end(task("a")
                .sh("id -u; touch /scratch/file /shared/file")
                .volume(SCRATCH)
                .mount("scratch", "/scratch")
                .mount("shared", "/shared")
                .container(c -> c.withNewSecurityContext().withRunAsUser(1234L).endSecurityContext())
                .build());

        assertThat(end.verdict()).as(heard.stderr("a")).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("1234\n");
    }

    @Test
    void anImageThatRunsAsRootIsRefusedWhereThatIsForbidden() {
        Ended end = end(task("a")
                .sh("id -u")
                .container(
                        c -> c.withNewSecurityContext().withRunAsNonRoot(true).endSecurityContext())
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("runAsNonRoot is true", TestEngine.IMAGE, "set runAsUser");
        assertThat(heard.stdout("a")).isEmpty();
    }

    @Test
    void aScriptRunsOnARootThatCannotBeWritten() {
        var template = Template.builder()
                .name("t")
                .script(ScriptTemplate.builder()
                        .image(TestEngine.image())
                        .command(List.of("sh"))
                        .source("echo script; touch /file 2>/dev/null || echo read-only")
                        .securityContext(new SecurityContextBuilder()
                                .withReadOnlyRootFilesystem(true)
                                .build())
                        .build())
                .build();

        end(new Task(new Task.Id(run, "a", run + ".a", run + "-a"), () -> template, List::of, false, null));

        assertThat(heard.stdout("a")).isEqualTo("script\nread-only\n");
    }

    @Test
    void aTwoGigabyteOutputFileIsNotFetched() {
        Ended end = end(task("a")
                .sh("dd if=/dev/zero of=/tmp/value bs=1 count=1 seek=2147483647 2>/dev/null")
                .output("value", "/tmp/value")
                .build());

        assertThat(end.results().files().get("value"))
                .isInstanceOfSatisfying(
                        OutputFile.Unreadable.class,
                        f -> assertThat(f.why()).contains("2147483648 bytes (2.0 GiB)", "1048576 bytes (1.0 MiB)"));
    }

    @Test
    void aMemoryLimitKillsAndSaysSo() {
        Ended end = end(task("a")
                .command("sh", "-c")
                .args("exec tail -c 500000000 /dev/zero")
                .container(c -> c.withNewResources()
                        .addToLimits("memory", new Quantity("16Mi"))
                        .endResources())
                .build());

        assertThat(end.message()).isEqualTo("main: OOMKilled (exit code 137)");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aHostPathIsMountedOnlyWhenThatIsAllowed() throws IOException {
        Files.writeString(directory.resolve("file"), "of the host");
        Task task = task("a")
                .sh("cat /host/file")
                .volume(new VolumeBuilder()
                        .withName("host")
                        .withNewHostPath(directory.toString(), "Directory")
                        .build())
                .mount("host", "/host")
                .build();

        Ended refused = end(task);
        open(TestEngine.options().allowHostPath(true));
        executor.start(task);
        heard.ended("a", 2);

        assertThat(refused.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(refused.message()).contains("--allow-host-path");
        assertThat(heard.stdout("a")).isEqualTo("of the host");
    }

    @Test
    void aMountedSecretIsInNothingThatTheEngineShows() throws IOException {
        end(task("a")
                .sh("cat /login/password")
                .volume(new VolumeBuilder()
                        .withName("login")
                        .withNewSecret()
                        .withSecretName("login")
                        .endSecret()
                        .build())
                .mount("login", "/login")
                .build());

        assertThat(heard.stdout("a")).isEqualTo("s3cret");
        EngineApi api = TestEngine.api();
        assertThat(api.inspect("skiff-" + run + "-a").toString()).doesNotContain("s3cret");
        api.close();
    }

    @Test
    void releasingLeavesNothingOfTheTask() {
        end(task("a")
                .sh("echo x > /scratch/x")
                .volume(SCRATCH)
                .mount("scratch", "/scratch")
                .build());

        executor.release(new TaskRef(run, "a"));

        Await.until(
                "only the claim is left",
                () -> TestEngine.leftovers(run).equals(List.of("volume " + run + "-shared")),
                () -> TestEngine.leftovers(run));
    }

    @Test
    void aTaskCanBeStoppedWhileItsInitContainerRuns() {
        executor.start(task("a")
                .sh("echo main")
                .init(sidecar("slow", "echo ready; sleep 600"))
                .build());
        Await.until(
                "the init container runs",
                () -> heard.text("a", "slow", false).contains("ready"),
                () -> heard.states("a"));

        executor.stop(new TaskRef(run, "a"), StopReason.DEADLINE);

        Ended end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
        assertThat(heard.stdout("a")).isEmpty();
    }

    @Test
    void whatAnEarlierRunOfTheSameNameLeftIsReplaced() throws IOException {
        Task task = task("a").sh("echo fresh").build();
        leftover("skiff-" + run + "-a", run, "another-uid", Owner.current("").label(), task.nodeId());

        Ended end = end(task);

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("a")).isEqualTo("fresh\n");
    }

    @Test
    void whatADeadProcessLeftIsCollectedUnlessItsRunIsKept() throws IOException {
        Owner self = Owner.current("");
        String dead = new Owner(
                        self.place(),
                        self.boot(),
                        self.namespace(),
                        new ProcessIdentity(self.process().pid(), Instant.ofEpochSecond(1)))
                .label();
        String stranger = new Owner("ann@elsewhere", self.boot(), self.namespace(), self.process()).label();
        leftover("skiff-" + run + "-dead", run + "-dead", "u", dead, "n");
        leftover("skiff-" + run + "-kept", run + "-kept", "u", dead, "n");
        leftover("skiff-" + run + "-stranger", run + "-stranger", "u", stranger, "n");
        leftover("skiff-" + run + "-alive", run + "-alive", "u", self.label(), "n");

        executor.collectGarbage(List.of(run + "-kept"));

        assertThat(TestEngine.leftovers(run + "-dead")).isEmpty();
        for (String spared : List.of("-kept", "-stranger", "-alive")) {
            assertThat(TestEngine.leftovers(run + spared)).hasSize(1);
            executor.cleanUp(run + spared, true);
        }
    }

    private static void leftover(String name, String run, String uid, String owner, String nodeId) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("Image", TestEngine.image());
        body.putArray("Cmd").add("true");
        Map<String, String> labels =
                new LinkedHashMap<>(Labels.of(new Task.Id(run, nodeId, run, run), uid, owner, Labels.Role.MAIN));
        labels.forEach(body.putObject("Labels")::put);
        EngineApi api = TestEngine.api();
        api.createContainer(name, body);
        api.close();
    }
}
