package dev.skiff.standalone;

import dev.skiff.model.Bundle;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Executors;
import dev.skiff.port.ObjectStore;
import dev.skiff.port.RunCatalog;
import dev.skiff.port.RunStore;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a service on one machine knows of runs.
 *
 * @param executors for what executors have left of a run that is deleted
 * @param catalog of the same store; closed with the service
 * @param resources ConfigMaps, Secrets and claims that workflows may use, and defaults under each of them
 * @param namespaces that are served; empty for all
 * @param random for names
 */
public record Parts(
        Executors executors,
        RunStore store,
        RunCatalog catalog,
        ObjectStore objects,
        Artifacts artifacts,
        Bundle resources,
        List<String> namespaces,
        InstantSource clock,
        RandomGenerator random) {
    public Parts {
        namespaces = List.copyOf(namespaces);
    }
}
