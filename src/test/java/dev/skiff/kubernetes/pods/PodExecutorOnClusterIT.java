package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.artifact.SharedPlaces;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Pending;
import dev.skiff.engine.TaskState.Running;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.it.NeedsACluster;
import dev.skiff.kubernetes.PodExecutors;
import dev.skiff.model.Artifact;
import dev.skiff.model.RawArtifact;
import dev.skiff.port.Await;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskExecutorContract;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * What every executor keeps to, kept to by the cluster of the tests. What needs the agent needs its image on the node, by
 * the name that {@code $SKIFF_AGENT_IMAGE} gives; without, it is skipped, and says so.
 */
@NeedsACluster
@ExtendWith(PodExecutorOnClusterIT.WithoutAgent.class)
class PodExecutorOnClusterIT extends TaskExecutorContract {
    private static final String AGENT_IMAGE = Objects.requireNonNullElse(System.getenv("SKIFF_AGENT_IMAGE"), "");
    private static @Nullable TestCluster opened;

    @BeforeAll
    static void openTheCluster() {
        opened = new TestCluster();
    }

    @AfterAll
    static void closeTheCluster() {
        cluster().close();
    }

    private static TestCluster cluster() {
        if (opened == null) {
            throw new IllegalStateException("the cluster is not open");
        }
        return opened;
    }

    @BeforeEach
    @Override
    protected void openTheExecutor() {
        cluster().offerVolume(run + "-shared");
        super.openTheExecutor();
    }

    @AfterEach
    void removeWhatIsLeft() {
        cluster().removePods(run);
    }

    /** A kubelet looks every second. */
    @Override
    protected String momentSeconds() {
        return "3";
    }

    @Override
    protected TaskExecutor open(Limits limits) {
        PodSettings settings = PodSettings.usual()
                .withFollowLogs(true)
                .withPlacing(SharedPlaces.of(Optional::empty))
                .withAgentImage(AGENT_IMAGE)
                .withGrace(limits.grace())
                .withMaxOutputBytes(limits.maxOutputBytes());
        return PodExecutors.alone(TestCluster.connect(), cluster().namespace, settings, Clock.systemUTC());
    }

    @Override
    protected String image() {
        return TestCluster.IMAGE;
    }

    @Override
    protected List<String> leftovers(String run) {
        return cluster().leftovers(run);
    }

    /** The cluster keeps both streams in one log. */
    @Test
    @Override
    protected void standardErrorIsDeliveredAsSuch() {
        runToEnd(task("a")
                .sh("echo out; sleep 0.2; echo err >&2; sleep 0.2; echo more")
                .captureResult()
                .build());

        assertThat(heard.stdout("a")).isEqualTo("out\nerr\nmore\n");
    }

    /** Nothing takes posts here: what is too large for a termination message is read from the log, and that has it all. */
    @Test
    void aLargeResultComesFromTheLogWhereNothingCanBePosted() {
        var end = runToEnd(task("a")
                .sh("head -c 6000 /dev/urandom | od -An -v -tx1; echo done")
                .captureResult()
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.results().stdout()).hasSizeGreaterThan(18_000).endsWith("\ndone\n");
    }

    /** As Argo, whose init container fetches into a volume. */
    @Test
    void inputsComeToWhereTheirContainerMayWriteNothing() {
        var end = runToEnd(task("a")
                .sh("id -u; cat /data/deep/words; cat /words > /out/value")
                .input(Artifact.builder()
                        .name("deep")
                        .path("/data/deep/words")
                        .raw(new RawArtifact("deep\n"))
                        .build())
                .input(Artifact.builder()
                        .name("words")
                        .path("/words")
                        .raw(new RawArtifact("hello"))
                        .build())
                .volume(new VolumeBuilder()
                        .withName("out")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build())
                .mount("out", "/out")
                .output("value", "/out/value")
                .captureResult()
                .container(c -> c.withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withRunAsUser(4711L)
                        .withReadOnlyRootFilesystem(true)
                        .endSecurityContext())
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.results().stdout()).isEqualTo("4711\ndeep\n");
        assertThat(end.results().files()).containsEntry("value", new OutputFile.Found("hello"));
    }

    @Test
    @Override
    protected void theLastWordsWithoutALineEndArriveToo() {
        runToEnd(task("a")
                .sh("printf 'no newline'; sleep 0.2; printf 'nor here' >&2; exit 1")
                .build());

        assertThat(heard.stdout("a")).contains("no newline", "nor here").hasSize(18);
    }

    /** Somebody may make it yet: the pod waits, and says for what. */
    @Test
    @Override
    protected void aConfigMapThatIsNotThereIsAnErrorThatNamesIt() {
        executor()
                .start(task("a")
                        .container(c -> c.withEnv(new EnvVarBuilder()
                                .withName("X")
                                .withNewValueFrom()
                                .withNewConfigMapKeyRef("color", "no-such-map", false)
                                .endValueFrom()
                                .build()))
                        .build());

        Await.until(
                "it says what it waits for",
                () -> heard.states("a")
                        .contains(new Pending("CreateContainerConfigError: configmap \"no-such-map\" not found")),
                () -> heard.states("a"));
        executor().stop(ref("a"), StopReason.SHUTDOWN);
        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.FAILED);
    }

    /** The kubelet asks such probes; this one is never answered. */
    @Test
    @Override
    protected void aGrpcProbeOfADaemonIsAnErrorThatSaysWhatToUse() {
        executor()
                .start(task("a")
                        .sh("sleep 600")
                        .daemon()
                        .container(c -> c.withReadinessProbe(
                                new ProbeBuilder().withNewGrpc(80, "x").build()))
                        .build());
        heard.running("a");

        assertThat(heard.states("a")).noneMatch(s -> s instanceof Running r && r.ready());
    }

    /** A step that needed the agent was refused, as it should be. */
    static final class WithoutAgent implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            boolean refused = AGENT_IMAGE.isEmpty()
                    && context.getRequiredTestInstance() instanceof PodExecutorOnClusterIT test
                    && test.heard.toString().contains("there is no image that has the agent");
            if (refused) {
                throw new TestAbortedException(
                        "SKIFF_AGENT_IMAGE names no image: what needs the agent is NOT tested", failure);
            }
            throw failure;
        }
    }
}
