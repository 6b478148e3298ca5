package dev.skiff.kubernetes.pods;

import dev.skiff.artifact.SharedPlaces;
import dev.skiff.kubernetes.PodExecutors;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.TaskExecutorContract;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What every executor keeps to, kept to by the cluster that {@code $KUBECONFIG} names. */
@EnabledIfEnvironmentVariable(
        named = "KUBECONFIG",
        matches = ".+",
        disabledReason = "KUBECONFIG names no cluster: NOTHING of the executor for Kubernetes is tested on a real one")
class KubernetesExecutorContractIT extends TaskExecutorContract {
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

    @Override
    protected TaskExecutor open(Limits limits) {
        PodSettings settings = PodSettings.usual()
                .withFollowLogs(true)
                .withPlacing(SharedPlaces.of(Optional::empty))
                .withAgentImage(Objects.requireNonNullElse(System.getenv("SKIFF_AGENT_IMAGE"), ""))
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
}
