package dev.skiff.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The archive in databases of all kinds, and in those that are not there. */
class PostgresSchemaIT extends PostgresFixture {
    // schemas

    @Test
    void anEmptyDatabaseGetsArgosTablesAsArgoLeavesThem() throws Exception {
        PostgresArchive archive = archive();
        assertThat(archive.list("", ListQuery.ALL).items()).isEmpty();
        assertThat(server().column(database, "select schema_version from schema_history"))
                .containsExactly("68");
        assertThat(server().column(
                                database,
                                "select column_name || ' ' || data_type || ' ' || is_nullable from"
                                        + " information_schema.columns where table_name = 'argo_archived_workflows' order"
                                        + " by 1"))
                .containsExactly(
                        "clustername character varying NO",
                        "creationtimestamp timestamp without time zone YES",
                        "finishedat timestamp without time zone NO",
                        "instanceid character varying NO",
                        "name character varying NO",
                        "namespace character varying NO",
                        "phase character varying NO",
                        "startedat timestamp without time zone NO",
                        "uid character varying NO",
                        "workflow jsonb NO");
        List<String> applied = server().column(database, "select applied_at::text || file from skiff_schema_history");
        assertThat(archive().list("", ListQuery.ALL).items()).isEmpty();
        assertThat(server().column(database, "select applied_at::text || file from skiff_schema_history"))
                .isEqualTo(applied);
    }

    @Test
    void severalMayBeginAtOnce() throws Exception {
        List<PostgresArchive> archives =
                IntStream.range(0, 6).mapToObj(i -> archive()).toList();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> problems = java.util.Collections.synchronizedList(new ArrayList<>());
        for (PostgresArchive archive : archives) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    archive.list("", ListQuery.ALL);
                } catch (InterruptedException | RuntimeException e) {
                    problems.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(problems).isEmpty();
        assertThat(server().column(database, "select count(*) from skiff_schema_history"))
                .containsExactly("3");
    }

    /** As Argo 3.5 and 3.6 left it: JSON as text, no time of creation. */
    private static final String OLDER = """
        create table schema_history (schema_version int not null, primary key (schema_version));
        insert into schema_history values (59);
        create table argo_archived_workflows (uid varchar(128) not null, name varchar(256) not null,
          phase varchar(25) not null, namespace varchar(256) not null, workflow json not null, startedat timestamp not null,
          finishedat timestamp not null, clustername varchar(64) not null, instanceid varchar(64) not null,
          primary key (clustername, uid));
        create table argo_archived_workflows_labels (clustername varchar(64) not null, uid varchar(128) not null,
          name varchar(317) not null, value varchar(63) not null, primary key (clustername, uid, name),
          foreign key (clustername, uid) references argo_archived_workflows (clustername, uid) on delete cascade);\
        """;

    /** What Argo itself writes: no summary of ours. */
    private void asArgo(ObjectNode object) throws SQLException {
        String uid = object.at("/metadata/uid").asText();
        server().execute(
                        database,
                        "insert into argo_archived_workflows (uid, name, phase, namespace, workflow, startedat,"
                                + " finishedat, clustername, instanceid) values ('" + uid + "', '"
                                + object.at("/metadata/name").asText() + "', 'Succeeded', 'argo', '" + object
                                + "', '2026-01-01 00:00:05', '2026-01-01 00:00:09', 'default', '')");
        server().execute(
                        database,
                        "insert into argo_archived_workflows_labels values ('default', '" + uid + "', 'team', 'a')");
    }

    @Test
    void aDatabaseOfAnOlderArgoIsReadAndWrittenAsItIs() throws Exception {
        server().execute(database, OLDER);
        asArgo(Sample.workflow(5, "argo", "Succeeded", Map.of("team", "a")));
        PostgresArchive archive = archive();
        archive.keep(Sample.bytes(Sample.workflow(6, "argo", "Failed", Map.of())));

        Listing all = archive.list("", ListQuery.ALL);
        assertThat(names(all)).containsExactly("w-000006", "w-000005");
        JsonNode argos = all.items().get(1);
        assertThat(argos.at("/metadata/creationTimestamp").asText()).isEqualTo("2026-01-01T00:00:05Z");
        assertThat(argos.at("/metadata/annotations").toString()).contains("number 5");
        assertThat(argos.at("/status/progress").asText()).isEqualTo("1/1");
        assertThat(argos.at("/status/resourcesDuration/cpu").asInt()).isEqualTo(3);
        assertThat(names(archive.list("", ListQuery.ALL.withLabels("team=a")))).containsExactly("w-000005");
        assertThat(archive.get(Sample.uid(5))
                        .orElseThrow()
                        .at("/spec/entrypoint")
                        .asText())
                .isEqualTo("main");
        assertThat(archive.get(Sample.uid(6)).orElseThrow().at("/status/phase").asText())
                .isEqualTo("Failed");
        assertThat(server().column(database, "select schema_version from schema_history"))
                .containsExactly("59");
        assertThat(server().column(
                                database,
                                "select workflow::text from argo_archived_workflows where uid = '" + Sample.uid(6)
                                        + "'"))
                .first()
                .asString()
                .contains("Persisted");
    }

    @Test
    void withoutMigrationTheTablesAreUsedAsTheyAreOrSaidToBeMissing() throws Exception {
        ServiceException refused =
                refusal(() -> open(settings("default", "", "", false)).list("", ListQuery.ALL));
        assertThat(refused.why()).isEqualTo(Why.UNAVAILABLE);
        assertThat(refused).hasMessageContaining("skipMigration");

        server().execute(database, OLDER);
        PostgresArchive archive = open(settings("default", "", "", false));
        keep(archive, 0, 3);
        assertThat(names(archive.list("", ListQuery.ALL))).hasSize(3);
        assertThat(server().column(database, "select to_regclass('skiff_schema_history')::text"))
                .containsOnlyNulls();
    }

    @Test
    void whatArgoHasNotFinishedIsLeftToArgo() throws Exception {
        server().execute(database, "create table schema_history (schema_version int not null)");
        assertThat(refusal(() -> archive().list("", ListQuery.ALL))).hasMessageContaining("unfinished");
    }

    @Test
    void aMalformedRowHurtsNobody() throws Exception {
        PostgresArchive archive = archive();
        keep(archive, 0, 1);
        int number = 100;
        List<String> odd = List.of(
                "\"text\"",
                "[]",
                "{}",
                "17",
                "null",
                "{\"metadata\": []}",
                "{\"metadata\": {\"labels\": 3}, \"status\": \"x\"}");
        for (String workflow : odd) {
            server().execute(
                            database,
                            "insert into argo_archived_workflows (uid, name, phase, namespace, workflow, startedat,"
                                    + " finishedat, clustername, instanceid) values ('" + Sample.uid(number++)
                                    + "', 'odd', '?', 'argo', '"
                                    + workflow + "', now(), now(), 'default', '')");
        }
        server().execute(
                        database,
                        "update skiff_archived_summaries set summary = '{\"labels\": [], \"annotations\": 7,"
                                + " \"progress\": {}}'");
        assertThat(archive.list("", ListQuery.ALL).items()).hasSize(odd.size() + 1);
        assertThat(refusal(() -> archive.get(Sample.uid(100))).why()).isEqualTo(Why.INTERNAL);
        assertThat(archive.get(Sample.uid(106))
                        .orElseThrow()
                        .at("/metadata/labels")
                        .toString())
                .contains("Persisted");
        assertThat(archive.get(Sample.uid(0))).isPresent();
        archive.delete(Sample.uid(100));
        assertThat(archive.list("", ListQuery.ALL).items()).hasSize(odd.size());
    }

    // connections

    @Test
    void aDatabaseThatComesBackIsFoundAgain() throws Exception {
        PostgresArchive archive = archive();
        keep(archive, 0, 3);
        server().crash();
        long begin = System.nanoTime();
        assertThat(refusal(() -> keep(archive, 3, 4)).why()).isEqualTo(Why.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        begin = System.nanoTime();
        assertThat(refusal(() -> archive.get("any"))).hasMessageContaining("cannot be reached");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));

        server().begin();
        dev.skiff.port.Await.until("it is reached again", () -> isThere(archive), () -> "nothing");
        keep(archive, 3, 5);
        assertThat(archive.list("", ListQuery.ALL).items()).hasSize(5);
    }

    private static boolean isThere(PostgresArchive archive) {
        try {
            return !archive.list("", ListQuery.ALL).items().isEmpty();
        } catch (ServiceException e) {
            assertThat(e.why()).isEqualTo(Why.UNAVAILABLE);
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        PostgresArchive archive = new PostgresArchive(
                settings("default", "", "", true), () -> new Login(PostgresServer.USER, "the-wrong-password"));
        opened.add(archive);
        ServiceException refused = refusal(() -> archive.list("", ListQuery.ALL));
        assertThat(refused.why()).isEqualTo(Why.UNAVAILABLE);
        assertThat(refused).hasMessageContaining("user name or password is wrong");
        StringBuilder all = new StringBuilder();
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            all.append(cause).append(archive);
        }
        assertThat(all.toString()).doesNotContain("the-wrong-password");

        PostgresArchive without = new PostgresArchive(settings("default", "", "", true), () -> {
            throw new ServiceException(Why.UNAVAILABLE, "no password is mounted");
        });
        opened.add(without);
        assertThat(refusal(() -> without.list("", ListQuery.ALL))).hasMessage("no password is mounted");
    }

    @Test
    void manyAtOnceShareAFewConnections() throws Exception {
        PostgresArchive archive = archive();
        keep(archive, 0, 20);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger found = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    found.addAndGet(archive.list("", ListQuery.ALL).items().size());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(found.get()).isEqualTo(4000);
        assertThat(Integer.parseInt(server().column(
                                database,
                                "select count(*) from pg_stat_activity where application_name = 'skiff' and datname = '"
                                        + database + "'")
                        .getFirst()))
                .isBetween(1, 4);
    }

    @Test
    void encryptionIsAsAskedFor() throws Exception {
        PostgresArchive unencrypted = new PostgresArchive(encrypted(server(), database, "require", null), () -> LOGIN);
        opened.add(unencrypted);
        assertThat(refusal(() -> unencrypted.list("", ListQuery.ALL)).why()).isEqualTo(Why.UNAVAILABLE);
        try (PostgresServer secure = PostgresServer.start("127.0.0.1", true)) {
            for (var mode : Map.of("require", true, "verify-full", true, "prefer", false)
                    .entrySet()) {
                PostgresArchive archive = new PostgresArchive(
                        encrypted(secure, "postgres", mode.getKey(), mode.getValue() ? secure.certificate() : null),
                        () -> LOGIN);
                opened.add(archive);
                assertThat(archive.list("", ListQuery.ALL).items())
                        .as(mode.getKey())
                        .isEmpty();
                assertThat(secure.column(
                                "postgres",
                                "select bool_and(ssl)::text from pg_stat_ssl s join pg_stat_activity a using (pid)"
                                        + " where application_name = 'skiff'"))
                        .containsExactly("true");
            }
            // nobody of the machine's own authorities has signed this one
            PostgresArchive doubting =
                    new PostgresArchive(encrypted(secure, "postgres", "verify-full", null), () -> LOGIN);
            opened.add(doubting);
            assertThat(refusal(() -> doubting.list("", ListQuery.ALL)).why()).isEqualTo(Why.UNAVAILABLE);
        }
    }

    private static ArchiveSettings encrypted(
            PostgresServer server, String database, String mode, java.nio.file.@Nullable Path authorities) {
        return new ArchiveSettings(
                server.server(database, mode, authorities), "default", "", "", "argo_workflows", true);
    }
}
