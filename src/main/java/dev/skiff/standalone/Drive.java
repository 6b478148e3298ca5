package dev.skiff.standalone;

import dev.skiff.model.Bundle;
import dev.skiff.port.Executors;
import dev.skiff.port.Origin;
import dev.skiff.port.TaskExecutor;
import dev.skiff.runtime.Ports;
import java.util.List;

/**
 * What runs are driven with.
 *
 * @param on name of the executor
 * @param executor of that name, to which nobody listens yet; it is closed with the service
 * @param settings how the executor was opened
 * @param ports with the store of the service
 */
public record Drive(String on, TaskExecutor executor, Executors.Settings settings, Ports ports) {

    /** Of runs that are begun here. @param resources what they are given */
    Origin origin(Bundle resources) {
        List<String> secrets =
                resources.secrets().stream().map(s -> s.getMetadata().getName()).toList();
        return new Origin(on, List.of(), List.of(), secrets, settings.allowHostPath(), 0, settings.cluster());
    }

    /** Of runs that repeat one of another process: where that got its Secrets from. */
    Origin again(Origin origin) {
        return new Origin(
                on,
                origin.files(),
                origin.fromFiles(),
                origin.secrets(),
                settings.allowHostPath(),
                0,
                settings.cluster());
    }
}
