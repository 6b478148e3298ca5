package dev.skiff.host;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What all tasks of one executor have in common.
 *
 * @param launcher absent when this machine has none
 */
record HostMachine(HostOptions options, InstantSource clock, Optional<GroupLauncher> launcher) {
    private static final System.Logger LOG = System.getLogger("dev.skiff.host");

    /** For what is no failure of a task; {@code cause} is shown in full only when it is a bug. */
    void log(String message, Exception cause) {
        if (cause instanceof IOException) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", message, cause.toString());
        } else {
            LOG.log(System.Logger.Level.WARNING, message, cause);
        }
    }
}
