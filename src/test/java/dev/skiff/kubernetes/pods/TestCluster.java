package dev.skiff.kubernetes.pods;

import dev.skiff.it.ClusterOfTests;
import dev.skiff.kubernetes.client.Connections;
import dev.skiff.port.ClusterAccess;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The cluster that {@code $KUBECONFIG} names, with a namespace of its own. */
final class TestCluster implements AutoCloseable {
    /** A POSIX shell and the usual small commands, and something that serves files over HTTP. */
    static final String IMAGE = Objects.requireNonNullElse(System.getenv("SKIFF_TEST_IMAGE"), "alpine:3.23");

    final KubernetesClient client = connect();
    final String namespace = "skiff-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> volumes = new ArrayList<>();

    TestCluster() {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToData("color", "blue")
                        .addToData("size.txt", "large\n")
                        .build())
                .create();
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToStringData("password", "s3cret")
                        .addToStringData("user", "ann")
                        .build())
                .create();
        // the service account controller needs a moment, and pods need an account
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 30, java.util.concurrent.TimeUnit.SECONDS);
    }

    static KubernetesClient connect() {
        return Connections.of(new ClusterAccess(ClusterOfTests.kubeconfig(), null));
    }

    /** A volume on the node for a claim: clusters for tests often have nothing that provides any. */
    void offerVolume(String claim) {
        String name = "skiff-it-" + UUID.randomUUID().toString().substring(0, 8);
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .addToCapacity("storage", new Quantity("1Mi"))
                        .withPersistentVolumeReclaimPolicy("Retain")
                        .withNewClaimRef()
                        .withNamespace(namespace)
                        .withName(claim)
                        .endClaimRef()
                        .withNewHostPath("/tmp/skiff-it/" + name, "DirectoryOrCreate")
                        .endSpec()
                        .build())
                .create();
        volumes.add(name);
    }

    /** What still runs of the run and is not being ended, and what its pods shared. */
    List<String> leftovers(String run) {
        List<String> left = new ArrayList<>();
        client.pods().inNamespace(namespace).withLabel(PodMarks.WORKFLOW, run).list().getItems().stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                .filter(p -> !Objects.equals(p.getSpec().getActiveDeadlineSeconds(), 1L))
                .filter(p ->
                        !List.of("Succeeded", "Failed").contains(p.getStatus().getPhase()))
                .forEach(p -> left.add("pod " + p.getMetadata().getName()));
        client
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withLabel(PodMarks.WORKFLOW, run)
                .list()
                .getItems()
                .stream()
                .filter(c -> c.getMetadata().getDeletionTimestamp() == null)
                .forEach(c -> left.add("claim " + c.getMetadata().getName()));
        return left;
    }

    /** Of a run that is over for good. */
    void removePods(String run) {
        client.pods()
                .inNamespace(namespace)
                .withLabel(PodMarks.WORKFLOW, run)
                .withGracePeriod(0)
                .delete();
        volumes.forEach(v -> client.persistentVolumes().withName(v).delete());
        volumes.clear();
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.namespaces()
                .withName(namespace)
                .waitUntilCondition(Objects::isNull, 60, java.util.concurrent.TimeUnit.SECONDS);
        client.close();
    }
}
