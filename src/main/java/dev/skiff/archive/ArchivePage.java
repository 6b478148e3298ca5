package dev.skiff.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Labels;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the archive. The rows are chosen first, by their columns alone; of those that are chosen the summaries are read, and of rows
 * without one the whole workflow, once.
 */
final class ArchivePage {
    /** Most rows of a page. */
    static final int MOST = 500;

    private static final long MOST_CHARACTERS = 16L * 1024 * 1024;
    private static final int AT_ONCE = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where each part of a summary is in a workflow. */
    private static final String[] STATUS = {"progress", "message", "estimatedDuration", "resourcesDuration"};

    /** Of a row that Argo has written. The offset keeps the inner query from being asked for each field anew: it reads the whole workflow. */
    private static final String FROM_WORKFLOW = "(select json_build_object('labels', w #> '{metadata,labels}',"
            + " 'annotations', w #> '{metadata,annotations}', 'suspend', w #> '{spec,suspend}', 'progress', w #>"
            + " '{status,progress}', 'message', w #> '{status,message}', 'estimatedDuration', w #>"
            + " '{status,estimatedDuration}', 'resourcesDuration', w #> '{status,resourcesDuration}')::text from (select"
            + " case jsonb_typeof(o.workflow::jsonb) when 'object' then o.workflow::jsonb || '{}' end as w from"
            + " argo_archived_workflows o where o.clustername = p.clustername and o.uid = p.uid offset 0) as f)";

    private final ArchiveQuery chosen;
    private final Schema schema;
    private final int limit;

    ArchivePage(Schema schema, ArchiveQuery chosen, ListQuery query) {
        this.schema = schema;
        this.chosen = chosen;
        this.limit = query.limit() <= 0 ? MOST : Math.min(query.limit(), MOST);
    }

    private String sql() {
        String page = "select a.clustername, a.uid, a.name, a.namespace, a.phase, a.startedat, a.finishedat, "
                + schema.created()
                + " as created from argo_archived_workflows a where " + chosen.where()
                + " order by a.startedat desc, a.uid desc limit " + (limit + 1);
        String summary = schema.summaries()
                ? "case when s.uid is null then " + FROM_WORKFLOW + " else s.summary::text end"
                : FROM_WORKFLOW;
        String joined = schema.summaries()
                ? " left join skiff_archived_summaries s on s.clustername = p.clustername and s.uid = p.uid"
                : "";
        return "select p.uid, p.name, p.namespace, p.phase, p.startedat, p.finishedat, p.created, " + summary
                + " from (" + page + ") as p" + joined + " order by p.startedat desc, p.uid desc";
    }

    Listing read(Connection connection) throws SQLException {
        try (PreparedStatement statement = PostgresArchive.prepared(connection, sql(), chosen.values())) {
            // a page of large summaries does not have to be in memory beside what is made of it
            statement.setFetchSize(AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows);
            }
        }
    }

    private Listing read(ResultSet rows) throws SQLException {
        List<JsonNode> items = new ArrayList<>();
        long characters = 0;
        ArchiveCursor last = null;
        while (rows.next()) {
            if (last != null && (items.size() == limit || characters > MOST_CHARACTERS)) {
                return new Listing(items, "", last.text());
            }
            String summary = rows.getString(8);
            characters += summary == null ? 0 : summary.length();
            items.add(item(rows, summary));
            last = new ArchiveCursor(rows.getObject(5, LocalDateTime.class), rows.getString(1));
        }
        return new Listing(items, "", "");
    }

    private static JsonNode item(ResultSet row, @Nullable String summary) throws SQLException {
        JsonNode said = parsed(summary);
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.put("apiVersion", ArgoObject.API_VERSION).put("kind", "Workflow");
        ObjectNode metadata = item.putObject("metadata");
        metadata.put("name", row.getString(2))
                .put("namespace", row.getString(3))
                .put("uid", row.getString(1));
        metadata.put("creationTimestamp", time(row, 7));
        JsonNode labels = said.path("labels");
        metadata.set("labels", labels instanceof ObjectNode own ? own : metadata.objectNode());
        metadata.withObjectProperty("labels").put(Labels.ARCHIVING_STATUS, ArchivedObject.PERSISTED);
        if (said.path("annotations") instanceof ObjectNode annotations) {
            metadata.set("annotations", annotations);
        }
        ObjectNode spec = item.putObject("spec");
        if (said.path("suspend").isBoolean()) {
            spec.set("suspend", said.path("suspend"));
        }
        ObjectNode status = item.putObject("status");
        status.put("phase", row.getString(4)).put("startedAt", time(row, 5)).put("finishedAt", time(row, 6));
        for (String field : STATUS) {
            if (said.hasNonNull(field)) {
                status.set(field, said.path(field));
            }
        }
        return item;
    }

    /** A summary that is none leaves a row with its columns alone. */
    private static JsonNode parsed(@Nullable String summary) {
        if (summary == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return JSON.readTree(
                    summary.contains(ArchivedObject.NUL) ? summary.replace(ArchivedObject.NUL, "\\u0000") : summary);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static String time(ResultSet row, int column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null
                ? ""
                : time.toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
