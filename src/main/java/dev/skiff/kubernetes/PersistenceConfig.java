package dev.skiff.kubernetes;

import dev.skiff.port.service.LabelSelector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code persistence} of the configuration: where workflows are archived, and which.
 *
 * @param archive whether they are
 * @param chosen by their labels
 * @param timeToLive of what is archived; zero for no end
 * @param clusterName under which it is archived
 * @param skipMigration whether somebody else cares for the schema
 * @param mostConnections open at once
 * @param longestLife of a connection; zero for no end
 * @param patience for a connection to be made
 * @param postgresql null when none is given
 */
public record PersistenceConfig(
        boolean archive,
        LabelSelector chosen,
        Duration timeToLive,
        String clusterName,
        boolean skipMigration,
        int mostConnections,
        Duration longestLife,
        Duration patience,
        @Nullable Postgres postgresql) {

    /** When nothing is said. */
    public static final PersistenceConfig NONE = new PersistenceConfig(
            false, LabelSelector.ALL, Duration.ZERO, "default", false, 1, Duration.ZERO, Duration.ofSeconds(5), null);

    /**
     * A database.
     *
     * @param tableName of Argo's table for nodes
     * @param sslMode as PostgreSQL names it
     */
    public record Postgres(
            String host,
            int port,
            String database,
            String tableName,
            SecretKey userName,
            SecretKey password,
            String sslMode) {}

    /** A key of a Secret, which is not read from the cluster: it has to be mounted. */
    public record SecretKey(String name, String key) {}
}
