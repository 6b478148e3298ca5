package dev.skiff.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.archive.ArchiveSettings;
import dev.skiff.archive.Login;
import dev.skiff.archive.PostgresArchive;
import dev.skiff.archive.PostgresServer;
import dev.skiff.archive.Sample;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ListQuery.NameFilter;
import dev.skiff.port.service.Listing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * How long lists of the archive take with a hundred thousand workflows in a PostgreSQL of this machine. Goal: 100 ms a page.
 *
 * <p>Argument: how many workflows; 100,000 without one.
 */
public final class ArchiveFigures {
    private static final int TIMES = 200;
    private static final int WRITES = 300;
    private static final int NODES = 20;
    private static final int MANY_NODES = 1000;
    private static final int EACH_LARGE = 100;
    private static final int EACH_RARE = 10_000;

    private static final String FILL = """
        insert into argo_archived_workflows (clustername, instanceid, uid, name, namespace, phase, startedat, finishedat,
          creationtimestamp, workflow)
        select 'default', '', '00000000-0000-4000-9000-' || lpad(i::text, 12, '0'), 'backfill-' || lpad(i::text, 6, '0') || '-of-a-team',
          'team-' || i %% 5, case when i %% 100 = 0 then 'Failed' else 'Succeeded' end,
          timestamp '2025-01-01' + i / 3 * interval '1 second', timestamp '2025-01-01' + i * interval '1 second',
          timestamp '2025-01-01' + i / 3 * interval '1 second', case when i %% %d = 0 then ?::jsonb else ?::jsonb end
        from generate_series(1, ?) as i;
        insert into argo_archived_workflows_labels (clustername, uid, name, value)
        select 'default', a.uid, l.name, l.value from argo_archived_workflows a, lateral (values
          ('workflows.argoproj.io/phase', a.phase), ('workflows.argoproj.io/completed', 'true'),
          ('team', 't' || right(a.uid, 5)::int %% 7), ('run', right(a.uid, 6)), ('rare', (right(a.uid, 6)::int %% %d = 0)::text)) as l (name, value);
        insert into skiff_archived_summaries select a.clustername, a.uid, ?::json from argo_archived_workflows a;
        """.formatted(EACH_LARGE, EACH_RARE);

    private ArchiveFigures() {}

    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        int count = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
        try (PostgresServer server = PostgresServer.start();
                PostgresArchive archive = new PostgresArchive(
                        new ArchiveSettings(server.server("postgres"), "default", "", "", "argo_workflows", true),
                        () -> new Login(PostgresServer.USER, PostgresServer.PASSWORD))) {
            archive.list("", ListQuery.ALL);
            fill(server, count);
            System.out.printf(
                    Locale.ROOT,
                    "%,d workflows of %d nodes, each %dth of %,d nodes; the database is %s%n",
                    count,
                    NODES,
                    EACH_LARGE,
                    MANY_NODES,
                    server.column("postgres", "select pg_size_pretty(pg_database_size('postgres'))")
                            .getFirst());
            measure(archive, "");
            write(archive);
            server.execute("postgres", "truncate skiff_archived_summaries");
            System.out.println("the same with rows as Argo writes them, without our summaries:");
            page(archive, "", "page of 50", ListQuery.ALL.page(50, ""));
            page(archive, "", "page of 500", ListQuery.ALL.page(500, ""));
        }
    }

    private static void fill(PostgresServer server, int count) throws SQLException {
        String small = sample(NODES).toString();
        String large = sample(MANY_NODES).toString();
        System.out.printf(
                Locale.ROOT, "a workflow is %,d bytes of JSON, a large one %,d%n", small.length(), large.length());
        String summary =
                "{\"labels\":{\"team\":\"t1\",\"rare\":\"false\",\"workflows.argoproj.io/phase\":\"Succeeded\","
                        + "\"workflows.argoproj.io/completed\":\"true\",\"run\":\"000001\"},\"annotations\":{\"workflows.argoproj.io/title\":\"number"
                        + " 1\"},\"progress\":\"20/20\",\"message\":\"\",\"resourcesDuration\":{\"cpu\":3,\"memory\":20}}";
        try (Connection connection = server.connection("postgres");
                PreparedStatement statement = connection.prepareStatement(FILL)) {
            statement.setString(1, large);
            statement.setString(2, small);
            statement.setInt(3, count);
            statement.setString(4, summary);
            statement.execute();
        }
        server.execute("postgres", "vacuum analyze");
    }

    private static ObjectNode sample(int nodes) {
        ObjectNode object = Sample.workflow(1, "team-1", "Succeeded", Map.of("team", "t1"));
        ObjectNode all = ((ObjectNode) object.path("status")).putObject("nodes");
        for (int i = 0; i < nodes; i++) {
            String id = "w-000001-" + (1_000_003L * i * 7919 % 4_294_967_291L);
            Sample.node(all.putObject(id), id, "Succeeded");
            all.withObjectProperty(id)
                    .put("startedAt", "2025-01-01T00:00:00Z")
                    .put("finishedAt", "2025-01-01T00:00:07Z")
                    .put("hostNodeName", "node-" + i % 7)
                    .put("progress", "1/1");
        }
        return object;
    }

    private static void measure(PostgresArchive archive, String namespace) throws InterruptedException {
        page(archive, namespace, "page of 50", ListQuery.ALL.page(50, ""));
        page(archive, namespace, "page of 500", ListQuery.ALL.page(500, ""));
        page(archive, "team-3", "page of 50 of one namespace of five", ListQuery.ALL.page(50, ""));
        page(archive, namespace, "page of 50 by a label that 1 of 7 has", labels("team=t3"));
        page(archive, namespace, "page of 50 by phase=Failed (1 of 100)", labels("workflows.argoproj.io/phase=Failed"));
        page(archive, namespace, "page of 50 by a label that 1 of 10,000 has", labels("rare=true"));
        page(archive, namespace, "page of 50 by a label that one has", labels("run=000017"));
        page(archive, namespace, "page of 50 by a label that none has", labels("rare=never"));
        page(
                archive,
                namespace,
                "page of 50 by three terms, two negative",
                labels("team!=t3,rare notin (true),!nothing"));
        page(archive, namespace, "page of 50 by a prefix of the name", named(NameFilter.PREFIX, "backfill-0500"));
        page(archive, namespace, "page of 50 by a part of the name that 10 have", named(NameFilter.CONTAINS, "0999"));
        page(
                archive,
                namespace,
                "page of 50 by field status.phase=Failed",
                ListQuery.ALL.withFields("status.phase=Failed").page(50, ""));
        String token = "";
        for (int i = 0; i < 100; i++) {
            Listing page = archive.list(namespace, ListQuery.ALL.page(500, token));
            token = page.continueToken();
        }
        page(archive, namespace, "page of 50 after 50,000", ListQuery.ALL.page(50, token));
        page(archive, namespace, "page of 500 after 50,000", ListQuery.ALL.page(500, token));
        timed("keys of labels", 10, () -> archive.labelKeys("").size());
        timed("values of a label", 10, () -> archive.labelValues("", "team").size());
        String uid = archive.list(namespace, ListQuery.ALL.page(1, ""))
                .items()
                .getFirst()
                .at("/metadata/uid")
                .asText();
        timed("one workflow", TIMES, () -> archive.get(uid).isPresent() ? 1 : 0);
    }

    private static void write(PostgresArchive archive) throws InterruptedException {
        byte[][] objects = new byte[WRITES][];
        for (int i = 0; i < WRITES; i++) {
            objects[i] = Sample.bytes(Sample.workflow(i, "written", "Succeeded", Map.of("team", "t1")));
        }
        int[] next = {0};
        timed("one written", WRITES, () -> {
            archive.keep(objects[next[0]++]);
            return 1;
        });
    }

    private static ListQuery labels(String selector) {
        return ListQuery.ALL.withLabels(selector).page(50, "");
    }

    private static ListQuery named(NameFilter filter, String part) {
        return new ListQuery("", "", filter, part, null, null, 50, "", "");
    }

    private static void page(PostgresArchive archive, String namespace, String what, ListQuery query)
            throws InterruptedException {
        timed(what, TIMES, () -> archive.list(namespace, query).items().size());
    }

    private interface Counted {
        int run() throws InterruptedException;
    }

    private static void timed(String what, int times, Counted act) throws InterruptedException {
        double[] millis = new double[times];
        int items = 0;
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            items = act.run();
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-60s p50 %,7.1f ms, p99 %,7.1f ms, the first time %,7.1f ms; %d items%n",
                what,
                millis[times / 2],
                millis[Math.min(times - 1, times * 99 / 100)],
                first,
                items);
    }
}
