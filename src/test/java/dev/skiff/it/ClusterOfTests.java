package dev.skiff.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The cluster that tests use: the one that {@code $KUBECONFIG} names; else k3s in a container, where there is an engine that has its image or
 * can pull it. It is found out once a process. Testcontainers removes the container when the process has ended.
 */
public final class ClusterOfTests {
    private static final String K3S =
            Objects.requireNonNullElse(System.getenv("SKIFF_K3S_IMAGE"), "rancher/k3s:v1.34.1-k3s1");

    static final String NEEDED =
            "it needs a cluster: set KUBECONFIG (../shared/devcluster/devcluster up makes one), or run an"
                    + " engine that has or can pull " + K3S;

    /** Tests that need no cluster are not to start one. */
    private static volatile boolean needed;

    private ClusterOfTests() {}

    /** Of the one cluster, found when somebody asks for it first. */
    private static final class Found {
        static final @Nullable Path KUBECONFIG = find();
    }

    private static @Nullable Path find() {
        String named = Objects.requireNonNullElse(System.getenv("KUBECONFIG"), "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return null;
            }
            K3sContainer k3s = new K3sContainer(DockerImageName.parse(K3S).asCompatibleSubstituteFor("rancher/k3s"));
            k3s.start();
            Path kubeconfig = Files.createTempFile("k3s", ".kubeconfig");
            kubeconfig.toFile().deleteOnExit();
            Files.writeString(kubeconfig, k3s.getKubeConfigYaml());
            System.err.println("The cluster of the tests is k3s in a container: " + K3S);
            return kubeconfig;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            System.err.println("k3s does not start in a container here (" + K3S + "): " + e.getMessage());
            return null;
        }
    }

    /** Whether there is one; says so loudly when there is none. */
    static boolean isThere() {
        needed = true;
        if (Found.KUBECONFIG == null) {
            System.err.println("SKIPPED: NOTHING OF THIS IS TESTED ON A REAL CLUSTER: " + NEEDED);
        }
        return Found.KUBECONFIG != null;
    }

    /** Skips the test, loudly, where there is no cluster. */
    public static void assumed() {
        Assumptions.assumeTrue(isThere(), NEEDED);
    }

    /** The path of its kubeconfig. Only where there is one. */
    public static String kubeconfig() {
        return Objects.requireNonNull(Found.KUBECONFIG, NEEDED).toString();
    }

    /** Lets a process that is about to be started speak to the cluster, where one was asked for. */
    static void tell(ProcessBuilder process) {
        if (needed && Found.KUBECONFIG != null) {
            process.environment().putIfAbsent("KUBECONFIG", Found.KUBECONFIG.toString());
        }
    }
}
