package dev.skiff.host;

import java.time.InstantSource;
import java.util.Optional;

/**
 * What all tasks of one executor have in common.
 *
 * @param launcher absent when this machine has none
 */
record HostMachine(HostOptions options, InstantSource clock, Optional<GroupLauncher> launcher) {
    private static final System.Logger LOG = System.getLogger("dev.skiff.host");

    void log(String message, Exception cause) {
        LOG.log(System.Logger.Level.WARNING, message, cause);
    }
}
