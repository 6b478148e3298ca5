package dev.skiff.archive;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Makes what is missing of the schema: numbered files of SQL, each applied once, under a lock of the database, in one transaction. What was
 * applied is in {@code skiff_schema_history}; Argo's own {@code schema_history} is written only together with Argo's tables, so that an Argo
 * which comes later finds nothing to do.
 *
 * <p>Not Flyway: that is two jars which look through the class path, and an extension that each command would start, for a handful of files
 * that have to live beside somebody else's history anyway.
 */
final class Migrations {
    private static final System.Logger LOG = System.getLogger("dev.skiff.archive");
    /** Any number that nobody else uses. */
    private static final long LOCK = 0x736b696666L;

    private static final String ARGO_TABLES = "V1__argo_tables.sql";
    private static final List<String> FILES = List.of(ARGO_TABLES, "V2__summaries.sql", "V3__names.sql");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private final ArchiveSettings settings;

    Migrations(ArchiveSettings settings) {
        this.settings = settings;
    }

    /** @throws ServiceException UNAVAILABLE when the tables are none that can be used */
    Schema prepare(Connection connection) throws SQLException {
        if (settings.migrate()) {
            migrate(connection);
        }
        return found(connection);
    }

    private void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // an ALTER or CREATE INDEX of a large archive takes its time
            statement.execute("set local statement_timeout = 0");
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            // asked first: who may not make tables may still find that there is nothing to do
            if (!has(connection, "skiff_schema_history")) {
                statement.execute(
                        "create table skiff_schema_history (version int primary key, file varchar(100) not null,"
                                + " applied_at timestamptz not null default now())");
            }
        }
        int done = applied(connection);
        for (int version = done + 1; version <= FILES.size(); version++) {
            String file = FILES.get(version - 1);
            // what Argo has made is Argo's to change
            if (!file.equals(ARGO_TABLES) || !has(connection, "argo_archived_workflows")) {
                checkBegun(connection, file);
                apply(connection, file);
                LOG.log(System.Logger.Level.INFO, () -> "the archive's schema: applied " + file);
            }
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into skiff_schema_history (version, file) values (?, ?)")) {
                statement.setInt(1, version);
                statement.setString(2, file);
                statement.executeUpdate();
            }
        }
    }

    private static int applied(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select coalesce(max(version), 0) from skiff_schema_history")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void checkBegun(Connection connection, String file) throws SQLException {
        if (file.equals(ARGO_TABLES) && has(connection, "schema_history")) {
            throw new ServiceException(
                    Why.UNAVAILABLE,
                    "the archive's database has Argo's schema_history and no archive: its migration by Argo is"
                            + " unfinished; let Argo finish it, or drop what there is");
        }
    }

    private void apply(Connection connection, String file) throws SQLException {
        String table = settings.offloadTable();
        if (!IDENTIFIER.matcher(table).matches()) {
            throw new ServiceException(
                    Why.UNAVAILABLE,
                    "persistence.postgresql.tableName: '" + table
                            + "' is no name for a table: lower case letters, digits and '_'");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(text(file).replace("${table}", table));
        }
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(
                Migrations.class.getResourceAsStream("/archive/" + file), () -> file + " is in this program")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is in this program", e);
        }
    }

    private static boolean has(Connection connection, String table) throws SQLException {
        return isTrue(connection, "select to_regclass(?) is not null", table);
    }

    private static boolean hasColumn(Connection connection, String column) throws SQLException {
        return isTrue(
                connection,
                "select exists (select 1 from pg_attribute where attrelid = to_regclass('argo_archived_workflows')"
                        + " and attname = ? and not attisdropped)",
                column);
    }

    private static boolean isTrue(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static Schema found(Connection connection) throws SQLException {
        boolean usable = has(connection, "argo_archived_workflows_labels")
                && hasColumn(connection, "clustername")
                && hasColumn(connection, "instanceid");
        if (!usable) {
            throw new ServiceException(
                    Why.UNAVAILABLE,
                    "the archive's database has no tables that can be used: with persistence.skipMigration somebody"
                            + " else has to make them, and those of an Argo before 2.9 have to be migrated by a later Argo"
                            + " first");
        }
        return new Schema(hasColumn(connection, "creationtimestamp"), has(connection, "skiff_archived_summaries"));
    }
}
