package dev.skiff.kubernetes.service;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a service of a cluster does its work.
 *
 * @param managedNamespace the only one that is served; empty for all
 * @param instanceId whose objects are served, by their label; empty for those without it. Asked anew each time; null for all objects
 * @param depot where artifacts are got
 * @param archive where workflows are that have ended
 */
public record ServiceSettings(
        String managedNamespace,
        @Nullable Supplier<String> instanceId,
        InstantSource clock,
        Depot depot,
        ArchiveAccess archive) {

    /** For all objects, without an archive, which is for servers to have. */
    public ServiceSettings(String managedNamespace, InstantSource clock, Depot depot) {
        this(managedNamespace, null, clock, depot, ArchiveAccess.OF_SERVERS_ALONE);
    }
}
