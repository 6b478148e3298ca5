package dev.skiff.archive;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.pool.DataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A few connections to PostgreSQL, made when they are needed. While it cannot be reached, who asks is told so at once but for one in some
 * seconds: nobody else waits for what does not come.
 */
final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.skiff.archive");
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration UNSEEN = Duration.ofSeconds(2);
    private static final String CONNECTION = "08";
    private static final String DATA = "22";
    private static final String LIMIT = "54";
    private static final String NO_RIGHT = "42501";
    /** Of a server that ends, or begins. */
    private static final String OPERATOR = "57P";

    /** Of the server: a query that takes longer is of use to nobody. */
    private static final int LONGEST_QUERY_S = 30;

    /** What is done with a connection, in one transaction. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    private final ArchiveSettings.Server server;
    private final Login.Source login;
    private final Work<Schema> preparation;
    private @Nullable DataSource source;
    private @Nullable Schema schema;
    private long awayUntil = System.nanoTime();
    private String told = "";
    private long toldAt;
    private boolean closed;

    /** @param preparation done once, before anything else */
    Database(ArchiveSettings.Server server, Login.Source login, Work<Schema> preparation) {
        this.server = server;
        this.login = login;
        this.preparation = preparation;
    }

    /** What the tables are like. */
    Schema schema() throws InterruptedException {
        synchronized (this) {
            if (schema != null) {
                return schema;
            }
        }
        Schema found = attempt(preparation);
        synchronized (this) {
            schema = found;
        }
        return found;
    }

    /**
     * Does something that may be done twice: with a connection that turns out to be dead it is done anew.
     *
     * @throws ServiceException see {@link dev.skiff.port.WorkflowArchive}
     */
    <T extends @Nullable Object> T with(Work<T> work) throws InterruptedException {
        schema();
        return attempt(work);
    }

    private <T extends @Nullable Object> T attempt(Work<T> work) throws InterruptedException {
        DataSource connections = source();
        SQLException last;
        try {
            return once(connections, work);
        } catch (SQLException e) {
            if (!isAway(e)) {
                throw refusal(e);
            }
            last = e;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return once(connections, work);
        } catch (SQLException e) {
            e.addSuppressed(last);
            throw refusal(e);
        }
    }

    private static <T extends @Nullable Object> T once(DataSource connections, Work<T> work) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.with(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done && !connection.isClosed()) {
                    connection.rollback();
                }
            }
        }
    }

    private synchronized DataSource source() {
        if (closed) {
            throw new ServiceException(Why.UNAVAILABLE, "the archive of workflows is being closed");
        }
        if (System.nanoTime() - awayUntil < 0) {
            throw away(null);
        }
        DataSource open = source;
        if (open == null) {
            open = opened();
            source = open;
        }
        return open;
    }

    private DataSource opened() {
        Duration patience = server.patience();
        var factory = new AgroalConnectionFactoryConfigurationSupplier()
                .connectionProviderClass(org.postgresql.Driver.class)
                .jdbcUrl("jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database())
                .loginTimeout(patience)
                .credential(login)
                .addSecurityProvider(Database::properties)
                .initialSql("set statement_timeout = '" + LONGEST_QUERY_S + "s'");
        properties().forEach((name, value) -> factory.jdbcProperty(name.toString(), value.toString()));
        var pool = new AgroalConnectionPoolConfigurationSupplier()
                .connectionFactoryConfiguration(factory)
                .maxSize(server.mostConnections())
                .minSize(0)
                .initialSize(0)
                .acquisitionTimeout(patience)
                .maxLifetime(server.longestLife())
                .reapTimeout(IDLE)
                .idleValidationTimeout(UNSEEN)
                .exceptionSorter(new PostgreSQLExceptionSorter());
        return new DataSource(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool)
                .get());
    }

    /** Asked by the pool for each connection. */
    private static @Nullable Properties properties(Object credential) {
        if (!(credential instanceof Login.Source source)) {
            return null;
        }
        Login found = source.find();
        Properties properties = new Properties();
        properties.setProperty("user", found.user());
        properties.setProperty("password", found.password());
        return properties;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "skiff");
        properties.setProperty("sslmode", server.sslMode());
        Path authorities = server.authorities();
        if (authorities != null) {
            properties.setProperty("sslrootcert", authorities.toString());
        } else if (server.sslMode().startsWith("verify")) {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        properties.setProperty(
                "connectTimeout", Long.toString(Math.max(1, server.patience().toSeconds())));
        properties.setProperty("socketTimeout", Integer.toString(2 * LONGEST_QUERY_S));
        properties.setProperty("tcpKeepAlive", "true");
        // each query is planned for its own values, which are what matters; and none is left in a connection that a
        // pooler shares
        properties.setProperty("prepareThreshold", "0");
        return properties;
    }

    private static boolean isAway(SQLException problem) {
        String state = problem.getSQLState();
        return state == null || state.startsWith(CONNECTION) || state.startsWith(OPERATOR) || state.startsWith("53");
    }

    /** For whoever asked; what the database says itself goes to the log. */
    private ServiceException refusal(SQLException problem) {
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ServiceException said) {
                return said;
            }
        }
        String state = String.valueOf(problem.getSQLState());
        if (isAway(problem)) {
            synchronized (this) {
                awayUntil = System.nanoTime() + AT_ONCE.toNanos();
            }
            return away(problem);
        }
        if (state.startsWith(DATA)) {
            return new ServiceException(
                    Why.INVALID, "the database of the archive does not take this: " + said(problem));
        }
        if (state.startsWith(LIMIT)) {
            return new ServiceException(Why.TOO_LARGE, "this is too large for the database of the archive");
        }
        tell(said(problem));
        String what = state.equals(NO_RIGHT)
                ? "the archive's user lacks a right on its tables"
                : state.startsWith("28")
                        ? "the archive's database does not let this server in: its user name or password is wrong"
                        : state.equals("57014")
                                ? "the archive's database took longer than " + LONGEST_QUERY_S
                                        + " s: ask for less, by namespace or name"
                                : "the archive's database refuses; the server's log says why";
        return new ServiceException(Why.UNAVAILABLE, what, problem);
    }

    /** Whoever asks again and again is not to fill the log. */
    private void tell(String refusal) {
        long now = System.nanoTime();
        synchronized (this) {
            if (refusal.equals(told) && now - toldAt < QUIET.toNanos()) {
                return;
            }
            told = refusal;
            toldAt = now;
        }
        LOG.log(System.Logger.Level.WARNING, () -> "the archive's database " + this + " refuses: " + refusal);
    }

    private ServiceException away(@Nullable SQLException problem) {
        if (problem != null) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "the archive's database " + this + " cannot be reached: " + said(problem));
        }
        String message = "the archive of workflows cannot be reached at the moment";
        return problem == null
                ? new ServiceException(Why.UNAVAILABLE, message)
                : new ServiceException(Why.UNAVAILABLE, message, problem);
    }

    /** The server's own words, without values of a row. */
    private static String said(SQLException problem) {
        return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (source != null) {
            source.close();
        }
    }

    @Override
    public String toString() {
        return server.host() + ":" + server.port() + "/" + server.database();
    }
}
