package dev.skiff.config;

import dev.skiff.model.DidYouMean;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Serving;
import java.util.List;

/** Serves a cluster, or this machine. */
final class InstalledServing implements Serving {
    private static final List<String> PLACES = List.of("docker", "host", "kubernetes");

    private final Serving cluster;
    private final Serving machine;

    InstalledServing(Serving cluster, Serving machine) {
        this.cluster = cluster;
        this.machine = machine;
    }

    @Override
    public Service open(Settings settings) {
        return switch (settings.on()) {
            case "kubernetes" -> cluster.open(settings);
            case "docker", "host" -> machine.open(settings);
            default ->
                throw new ExecutorException("there is nothing to serve on '" + settings.on() + "': "
                        + String.join(", ", PLACES) + DidYouMean.hintAfter("; ", settings.on(), PLACES));
        };
    }
}
