package dev.skiff.config;

import dev.skiff.archive.ArchiveSettings;
import dev.skiff.archive.PostgresArchive;
import dev.skiff.controller.Archiving;
import dev.skiff.expr.GoDuration;
import dev.skiff.kubernetes.ControllerConfig;
import dev.skiff.kubernetes.PersistenceConfig;
import dev.skiff.kubernetes.service.ArchiveAccess;
import dev.skiff.port.WorkflowArchive;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The archive that the configuration says, as it is now; opened when something is asked of it. */
final class ConfiguredArchive implements AutoCloseable {
    private static final Duration CLEANING = Duration.ofDays(1);

    private final Map<String, String> environment;
    private final Supplier<ControllerConfig> config;
    private final Supplier<String> instanceId;
    private final String namespace;
    private @Nullable PersistenceConfig opened;
    private @Nullable WorkflowArchive archive;
    private boolean closed;

    /** @param namespace the only one that is served; empty for all */
    ConfiguredArchive(
            Map<String, String> environment,
            Supplier<ControllerConfig> config,
            Supplier<String> instanceId,
            String namespace) {
        this.environment = environment;
        this.config = config;
        this.instanceId = instanceId;
        this.namespace = namespace;
    }

    private synchronized @Nullable WorkflowArchive now() {
        PersistenceConfig wanted = config.get().persistence();
        if (!wanted.equals(opened) && !closed) {
            if (archive != null) {
                archive.close();
            }
            opened = wanted;
            archive = open(wanted);
        }
        return closed ? null : archive;
    }

    private @Nullable WorkflowArchive open(PersistenceConfig wanted) {
        PersistenceConfig.Postgres database = wanted.postgresql();
        if (!wanted.archive() || database == null) {
            return null;
        }
        PersistenceLogin login = new PersistenceLogin(environment, database);
        var server = new ArchiveSettings.Server(
                database.host(),
                database.port(),
                database.database(),
                database.sslMode(),
                login.authorities(),
                wanted.mostConnections(),
                wanted.longestLife(),
                wanted.patience());
        return new PostgresArchive(
                new ArchiveSettings(
                        server,
                        wanted.clusterName(),
                        instanceId.get(),
                        namespace,
                        database.tableName(),
                        !wanted.skipMigration()),
                login);
    }

    /** For callers. @param configMap where it is configured */
    ArchiveAccess access(String configMap) {
        return new ArchiveAccess(
                this::now,
                "no archive of workflows is configured here: workflows are to be found as long as their objects are"
                        + " there. It is configured by persistence.archive and persistence.postgresql of the ConfigMap "
                        + configMap);
    }

    /** For the controller. */
    Archiving archiving() {
        Duration cleaning = GoDuration.parse(environment.getOrDefault("ARCHIVED_WORKFLOW_GC_PERIOD", ""));
        return new Archiving(
                this::now,
                labels -> config.get().persistence().chosen().matches(labels),
                () -> config.get().persistence().timeToLive(),
                cleaning == null || !cleaning.isPositive() ? CLEANING : cleaning);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (archive != null) {
            archive.close();
        }
    }
}
