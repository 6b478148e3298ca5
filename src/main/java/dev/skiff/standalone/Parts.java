package dev.skiff.standalone;

import dev.skiff.model.Bundle;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Executors;
import dev.skiff.port.ObjectStore;
import dev.skiff.port.Origin;
import dev.skiff.port.RunCatalog;
import dev.skiff.port.RunStore;
import dev.skiff.port.TaskExecutor;
import dev.skiff.runtime.Ports;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a service on one machine works with.
 *
 * @param on name of the executor
 * @param executor of that name, to which nobody listens yet; it is closed with the service
 * @param executors for what other executors have left of a run that is deleted
 * @param settings how the executor was opened
 * @param ports with the same store
 * @param catalog of the same store; closed with the service
 * @param resources ConfigMaps, Secrets and claims that workflows may use, and defaults under each of them
 * @param namespaces that are served; empty for all
 * @param random for names
 */
public record Parts(
        String on,
        TaskExecutor executor,
        Executors executors,
        Executors.Settings settings,
        Ports ports,
        RunStore store,
        RunCatalog catalog,
        ObjectStore objects,
        Artifacts artifacts,
        Bundle resources,
        List<String> namespaces,
        RandomGenerator random) {
    public Parts {
        namespaces = List.copyOf(namespaces);
    }

    InstantSource clock() {
        return ports.clock();
    }

    /** Of runs that are begun here. */
    Origin origin() {
        List<String> secrets =
                resources.secrets().stream().map(s -> s.getMetadata().getName()).toList();
        return new Origin(on, List.of(), List.of(), secrets, settings.allowHostPath(), 0, settings.cluster());
    }
}
