package dev.skiff.kubernetes.service;

import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.ServiceException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The archive, where there is one.
 *
 * @param now gives null while none is configured
 * @param otherwise what to tell who asks for it then
 */
public record ArchiveAccess(Supplier<@Nullable WorkflowArchive> now, String otherwise) {
    /** For who speaks to the cluster and not to a server. */
    public static final ArchiveAccess OF_SERVERS_ALONE = new ArchiveAccess(
            () -> null,
            "archived workflows are in a database that only the server reaches, and not in the cluster: ask the"
                    + " server, with --server URL or ARGO_SERVER");

    WorkflowArchive needed() {
        WorkflowArchive archive = now.get();
        if (archive == null) {
            throw new ServiceException(ServiceException.Why.NOT_IMPLEMENTED, otherwise);
        }
        return archive;
    }
}
