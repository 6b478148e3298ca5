package dev.skiff.archive;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the archive is, and which part of it is ours.
 *
 * @param server the database
 * @param clusterName of the workflows; several clusters may share a database
 * @param instanceId of the controller (MET-07); empty for none
 * @param namespace the only one whose workflows are seen; empty for all
 * @param offloadTable name of Argo's table for nodes that are too many for an object; made with the others, and not used
 * @param migrate whether what is missing of the schema is made
 */
public record ArchiveSettings(
        Server server, String clusterName, String instanceId, String namespace, String offloadTable, boolean migrate) {

    /**
     * A database.
     *
     * @param sslMode of PostgreSQL: {@code disable}, {@code require}, {@code verify-full} …
     * @param authorities PEM file with those that are trusted; null for the machine's
     * @param mostConnections open at once
     * @param longestLife of a connection; zero for no end
     * @param patience for a connection to be made
     */
    public record Server(
            String host,
            int port,
            String database,
            String sslMode,
            @Nullable Path authorities,
            int mostConnections,
            Duration longestLife,
            Duration patience) {}
}
