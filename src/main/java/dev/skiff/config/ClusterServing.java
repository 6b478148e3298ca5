package dev.skiff.config;

import dev.skiff.kubernetes.client.Connections;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Handovers;
import dev.skiff.port.Meters;
import dev.skiff.port.Serving;
import dev.skiff.port.Traces;
import dev.skiff.port.Vitals;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Opens the controller of a cluster. */
final class ClusterServing implements Serving {

    /**
     * What a controller works with that this process has.
     *
     * @param home of the user
     */
    record World(
            Map<String, String> environment,
            Path home,
            Clock clock,
            Artifacts artifacts,
            Meters meters,
            Traces traces,
            Vitals vitals,
            Handovers handovers) {}

    private final World world;

    ClusterServing(World world) {
        this.world = world;
    }

    @Override
    public Service open(Settings settings) {
        var client = settings.cluster() == null
                ? Connections.automatic(null, world.environment(), world.home())
                : Connections.of(settings.cluster());
        ServedCluster served = new ServedCluster(world, settings, client);
        served.begin();
        return served;
    }
}
