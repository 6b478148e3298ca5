package dev.skiff.config;

import dev.skiff.kubernetes.client.Connections;
import dev.skiff.kubernetes.client.FabricApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.MeasuredApi;
import dev.skiff.kubernetes.service.Callers;
import dev.skiff.oidc.OidcVerifier;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Handovers;
import dev.skiff.port.Meters;
import dev.skiff.port.Serving;
import dev.skiff.port.Traces;
import dev.skiff.port.Vitals;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.OidcSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

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
        KubernetesClient client = client(settings, Connections.Manner.OWN);
        ServedCluster served = new ServedCluster(world, settings, client, callers(settings, client));
        served.begin();
        return served;
    }

    private KubernetesClient client(Settings settings, Connections.Manner manner) {
        return settings.cluster() == null
                ? Connections.automatic(null, world.environment(), world.home(), manner)
                : Connections.of(settings.cluster(), manner);
    }

    private Callers callers(Settings settings, KubernetesClient client) {
        KubeApi anonymous = measured(Connections.anonymous(client));
        OidcSettings oidc = settings.auth().oidc();
        if (settings.auth().modes().equals(Set.of(AuthMode.CLIENT))) {
            return Callers.byToken(anonymous);
        }
        return Callers.of(
                settings.auth().modes(),
                anonymous,
                measured(client(settings, Connections.Manner.CALLERS)),
                oidc == null ? null : new OidcVerifier(oidc, world.clock()));
    }

    private KubeApi measured(KubernetesClient client) {
        return new MeasuredApi(FabricApi.forCallers(client), world.meters(), world.clock());
    }
}
