package dev.skiff.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The archive in the tables of Argo's ({@code features.md} 10.8). */
public final class PostgresArchive implements WorkflowArchive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LABELS = 1000;
    /** Of a statement that forgets: no lock is held for long. */
    private static final int FORGOTTEN_AT_ONCE = 500;

    private final ArchiveSettings settings;
    private final Database database;

    /** Nothing is opened before something is asked for. */
    public PostgresArchive(ArchiveSettings settings, Login.Source login) {
        this.settings = settings;
        this.database = new Database(settings.server(), login, new Migrations(settings)::prepare);
    }

    @Override
    public void keep(byte[] object) throws InterruptedException {
        ArchivedObject workflow = ArchivedObject.of(object);
        Schema schema = database.schema();
        database.with(connection -> {
            write(connection, schema, workflow);
            return null;
        });
    }

    private void write(Connection connection, Schema schema, ArchivedObject workflow) throws SQLException {
        String created = schema.creationTimes() ? ", creationtimestamp" : "";
        List<Object> row = new ArrayList<>(List.of(
                settings.clusterName(),
                settings.instanceId(),
                workflow.uid(),
                workflow.name(),
                workflow.namespace(),
                workflow.phase(),
                ArchiveQuery.column(workflow.started()),
                ArchiveQuery.column(workflow.finished()),
                workflow.json()));
        if (schema.creationTimes()) {
            row.add(ArchiveQuery.column(workflow.created()));
        }
        execute(
                connection,
                "insert into argo_archived_workflows (clustername, instanceid, uid, name, namespace, phase, startedat,"
                        + " finishedat, workflow" + created + ") values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb)"
                        + (created.isEmpty() ? "" : ", ?") + ") on conflict (clustername, uid) do update set"
                        + " instanceid = excluded.instanceid, name = excluded.name, namespace = excluded.namespace,"
                        + " phase = excluded.phase, startedat = excluded.startedat, finishedat = excluded.finishedat,"
                        + " workflow = excluded.workflow",
                row.toArray());
        execute(
                connection,
                "delete from argo_archived_workflows_labels where clustername = ? and uid = ?",
                settings.clusterName(),
                workflow.uid());
        execute(
                connection,
                "insert into argo_archived_workflows_labels (clustername, uid, name, value)"
                        + " select ?, ?, n, v from unnest(?::text[], ?::text[]) as t (n, v)",
                settings.clusterName(),
                workflow.uid(),
                workflow.labels().keySet().toArray(String[]::new),
                workflow.labels().values().toArray(String[]::new));
        if (schema.summaries()) {
            execute(
                    connection,
                    "insert into skiff_archived_summaries (clustername, uid, summary) values (?, ?, cast(? as json))"
                            + " on conflict (clustername, uid) do update set summary = excluded.summary",
                    settings.clusterName(),
                    workflow.uid(),
                    workflow.summary());
        }
    }

    private static int execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, List.of(values))) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement prepared(Connection connection, String sql, List<Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(i + 1, values.get(i));
            }
        }
        return statement;
    }

    @Override
    public Listing list(String namespace, ListQuery query) throws InterruptedException {
        Schema schema = database.schema();
        ArchiveQuery chosen = ours().in(namespace).chosen(query, schema);
        List<LabelSelector.Term> terms = ArchiveQuery.labels(query).terms();
        return database.with(connection -> {
            ArchiveQuery whole = new RareLabels(settings.clusterName()).narrowed(chosen, terms, connection);
            return new ArchivePage(schema, whole, query).read(connection);
        });
    }

    private ArchiveQuery ours() {
        return new ArchiveQuery(settings);
    }

    private <T extends @Nullable Object> Optional<T> one(
            String columns, ArchiveQuery query, String rest, Reading<T> reading) throws InterruptedException {
        String sql = "select " + columns + " from argo_archived_workflows a where " + query.where() + rest;
        return Optional.ofNullable(database.with(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, query.values());
                    ResultSet rows = statement.executeQuery()) {
                return rows.next() ? reading.of(rows) : null;
            }
        }));
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {
        T of(ResultSet row) throws SQLException;
    }

    @Override
    public Optional<Address> find(String uid) throws InterruptedException {
        return one(
                "a.namespace, a.name",
                ours().and("a.uid = ?", uid),
                "",
                row -> new Address(row.getString(1), row.getString(2)));
    }

    @Override
    public Optional<JsonNode> get(String uid) throws InterruptedException {
        return one("a.uid, a.workflow::text", ours().and("a.uid = ?", uid), "", PostgresArchive::whole);
    }

    @Override
    public Optional<JsonNode> latest(String namespace, String name) throws InterruptedException {
        return one(
                "a.uid, a.workflow::text",
                ours().in(namespace).and("a.name = ?", name),
                " order by a.startedat desc, a.uid desc limit 1",
                PostgresArchive::whole);
    }

    private static JsonNode whole(ResultSet row) throws SQLException {
        String uid = row.getString(1);
        String text = row.getString(2);
        JsonNode object;
        try {
            object = JSON.readTree(
                    text.contains(ArchivedObject.NUL) ? text.replace(ArchivedObject.NUL, "\\u0000") : text);
        } catch (JsonProcessingException e) {
            throw unreadable(uid);
        }
        if (!(object instanceof ObjectNode workflow) || !(object.path("metadata") instanceof ObjectNode metadata)) {
            throw unreadable(uid);
        }
        JsonNode labels = metadata.path("labels");
        (labels instanceof ObjectNode own ? own : metadata.putObject("labels"))
                .put(Labels.ARCHIVING_STATUS, ArchivedObject.PERSISTED);
        return workflow;
    }

    private static ServiceException unreadable(String uid) {
        return new ServiceException(
                Why.INTERNAL, "what the archive has for workflow \"" + uid + "\" is no workflow: delete it there");
    }

    @Override
    public void delete(String uid) throws InterruptedException {
        ArchiveQuery query = ours().and("a.uid = ?", uid);
        database.with(connection -> {
            execute(
                    connection,
                    "delete from argo_archived_workflows a where " + query.where(),
                    query.values().toArray());
            return null;
        });
    }

    @Override
    public List<String> labelKeys(String namespace) throws InterruptedException {
        return labels("name", "", ours().in(namespace));
    }

    @Override
    public List<String> labelValues(String namespace, String key) throws InterruptedException {
        return labels("value", key, ours().in(namespace).and("l.name = ?", key));
    }

    /**
     * Goes from one to the next by the index, however many workflows have the same.
     *
     * @param column of the labels
     * @param key whose values are meant; empty for the keys
     */
    private List<String> labels(String column, String key, ArchiveQuery query) throws InterruptedException {
        String own = key.isEmpty() ? "" : "l.name = ? and ";
        String next = "(select l." + column + " from argo_archived_workflows_labels l where " + own + "%s order by l."
                + column + " limit 1)";
        String sql = "with recursive k (v) as (" + next.formatted("true") + " union all select "
                + next.formatted("l." + column + " > k.v") + " from k where k.v is not null) select k.v from k"
                + " where k.v is not null and exists (select 1 from argo_archived_workflows_labels l where l." + column
                + " = k.v and (select true from argo_archived_workflows a where a.clustername = l.clustername"
                + " and a.uid = l.uid and " + query.where() + ")) limit " + MOST_LABELS;
        List<Object> values = new ArrayList<>();
        if (!key.isEmpty()) {
            values.addAll(List.of(key, key));
        }
        values.addAll(query.values());
        return database.with(connection -> {
            List<String> found = new ArrayList<>();
            try (PreparedStatement statement = prepared(connection, sql, values);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        });
    }

    @Override
    public int forgetEndedBefore(Instant time) throws InterruptedException {
        ArchiveQuery query = ours().and("a.finishedat < ?", ArchiveQuery.column(time));
        String sql = "delete from argo_archived_workflows where clustername = ? and uid in (select a.uid from"
                + " argo_archived_workflows a where " + query.where() + " limit " + FORGOTTEN_AT_ONCE + ")";
        List<Object> values = new ArrayList<>();
        values.add(settings.clusterName());
        values.addAll(query.values());
        int all = 0;
        int some;
        do {
            some = database.with(connection -> execute(connection, sql, values.toArray()));
            all += some;
        } while (some > 0);
        return all;
    }

    @Override
    public void close() {
        database.close();
    }
}
