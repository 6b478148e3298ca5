package dev.skiff.docker;

import dev.skiff.pod.ContainerProbes;
import dev.skiff.probe.PodProbes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Does for the probes of one task what a kubelet would. */
final class Probing implements PodProbes.Containers {

    private static final Duration GLANCE = Duration.ofMillis(50);

    private static final String OWN_MACHINE = "127.0.0.1";

    private final Services services;
    private final Map<String, FollowedContainer> containers;

    private Probing(Services services, Map<String, FollowedContainer> containers) {
        this.services = services;
        this.containers = Map.copyOf(containers);
    }

    /**
     * @param address of the task; empty when it has this machine's
     * @param ready see {@link PodProbes}
     */
    static PodProbes start(
            Services services,
            List<ContainerProbes> probes,
            FollowedContainer main,
            List<FollowedContainer> sidecars,
            String address,
            Runnable ready) {
        Map<String, FollowedContainer> containers = new LinkedHashMap<>();
        sidecars.forEach(c -> containers.put(c.name(), c));
        containers.put(main.name(), main);
        PodProbes asked =
                new PodProbes(address.isEmpty() ? OWN_MACHINE : address, new Probing(services, containers), ready);
        asked.start(probes);
        return asked;
    }

    @Override
    public boolean succeeds(String container, List<String> command, Duration timeout)
            throws IOException, InterruptedException {
        FollowedContainer asked = containers.get(container);
        if (asked == null) {
            return false;
        }
        Instant end = services.now().plus(timeout);
        String exec = services.api().exec(asked.id(), command);
        while (services.now().isBefore(end)) {
            var state = services.api().inspectExec(exec);
            if (!state.path("Running").asBoolean()) {
                return state.path("ExitCode").asInt(1) == 0;
            }
            Thread.sleep(GLANCE);
        }
        return false;
    }

    @Override
    public void end(String container) {
        FollowedContainer failed = containers.get(container);
        try {
            if (failed != null) {
                failed.stop(services.options().gracePeriod());
            }
        } catch (IOException e) {
            // whoever waits for its end has the same connection troubles, and says so
        }
    }
}
