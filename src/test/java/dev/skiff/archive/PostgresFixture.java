package dev.skiff.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ServiceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A real PostgreSQL server for all tests of a class, and an empty database for each. */
abstract class PostgresFixture {
    static final Login LOGIN = new Login(PostgresServer.USER, PostgresServer.PASSWORD);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable PostgresServer started;

    String database = "";
    final List<PostgresArchive> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                PostgresServer.programs().isPresent(), "needs PostgreSQL: install Debian's package postgresql");
        started = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (started != null) {
            started.close();
        }
    }

    static PostgresServer server() {
        return java.util.Objects.requireNonNull(started);
    }

    @BeforeEach
    void empty() throws SQLException {
        database = server().database("archive_" + DATABASES.incrementAndGet());
    }

    @AfterEach
    void close() {
        opened.forEach(PostgresArchive::close);
    }

    ArchiveSettings settings(String cluster, String instance, String namespace, boolean migrate) {
        return new ArchiveSettings(server().server(database), cluster, instance, namespace, "argo_workflows", migrate);
    }

    PostgresArchive open(ArchiveSettings settings) {
        PostgresArchive archive = new PostgresArchive(settings, () -> LOGIN);
        opened.add(archive);
        return archive;
    }

    PostgresArchive archive() {
        return open(settings("default", "", "", true));
    }

    interface Act {
        void run() throws InterruptedException;
    }

    static ServiceException refusal(Act act) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, act::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    static List<String> names(Listing listing) {
        return listing.items().stream()
                .map(o -> o.at("/metadata/name").asText())
                .toList();
    }

    static void keep(WorkflowArchive archive, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            archive.keep(Sample.bytes(Sample.workflow(i, "argo", "Succeeded", Map.of("team", "t" + i % 3))));
        }
    }
}
