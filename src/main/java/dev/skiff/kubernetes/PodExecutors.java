package dev.skiff.kubernetes;

import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.pods.PodExecutor;
import dev.skiff.kubernetes.pods.PodRate;
import dev.skiff.kubernetes.pods.PodSettings;
import dev.skiff.kubernetes.pods.PodWatch;
import dev.skiff.port.TaskExecutor;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** Opens what executes tasks as pods. */
public final class PodExecutors {
    private PodExecutors() {}

    /**
     * One executor with a connection and a watch of its own, as a single process needs it that runs workflows in one namespace.
     *
     * @param client closed with the executor
     */
    public static TaskExecutor alone(KubernetesClient client, String namespace, PodSettings settings, Clock clock) {
        KubeApi api = new FabricApi(client);
        PodWatch watch = new PodWatch(api, List.of(namespace), settings.instanceId());
        return new PodExecutor(api, namespace, watch, settings, clock, () -> {
            watch.close();
            api.close();
        });
    }

    /** One of several executors that share connection and watch; closing it closes neither. */
    public static TaskExecutor shared(
            KubeApi api, PodWatch watch, String namespace, PodSettings settings, Clock clock) {
        return new PodExecutor(api, namespace, watch, settings, clock, () -> {});
    }

    /**
     * The same with settings that may change.
     *
     * @param settings asked again each time
     * @param rate of all executors together
     */
    public static TaskExecutor shared(
            KubeApi api, PodWatch watch, String namespace, Supplier<PodSettings> settings, PodRate rate, Clock clock) {
        return new PodExecutor(api, namespace, watch, settings, rate, clock, () -> {});
    }
}
