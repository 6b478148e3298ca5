package dev.skiff.archive;

import dev.skiff.port.service.LabelSelector;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A label that few workflows have says which they are, and then nothing else has to be looked through. How many have it PostgreSQL cannot
 * know: it counts keys and values apart, and would read the archive from its end for ten that lie anywhere in it. So it is asked first, as
 * far as it takes to know.
 */
final class RareLabels {
    /** Of so many workflows each is looked up; of more, a page is soon found from the end. */
    private static final int FEW = 2000;

    private static final String WITH_LABEL =
            "select l.uid from argo_archived_workflows_labels l where l.clustername = ? and l.name = ?";

    private final String clusterName;

    RareLabels(String clusterName) {
        this.clusterName = clusterName;
    }

    /** The same choice, found in another way. */
    ArchiveQuery narrowed(ArchiveQuery query, List<LabelSelector.Term> terms, Connection connection)
            throws SQLException {
        for (LabelSelector.Term term : terms) {
            List<String> uids = few(term, connection);
            if (uids != null) {
                return query.also("a.uid = any (?)", (Object) uids.toArray(String[]::new));
            }
        }
        return query;
    }

    /** Null when they are many, or those that do not have it. */
    private @Nullable List<String> few(LabelSelector.Term term, Connection connection) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(clusterName));
        String sql =
                switch (term) {
                    case LabelSelector.Term.IsThere there -> {
                        values.add(there.key());
                        yield there.wanted() ? WITH_LABEL : "";
                    }
                    case LabelSelector.Term.AmongValues among -> {
                        values.add(among.key());
                        values.add(among.values().toArray(String[]::new));
                        yield among.wanted() ? WITH_LABEL + " and l.value = any (?)" : "";
                    }
                };
        if (sql.isEmpty()) {
            return null;
        }
        List<String> uids = new ArrayList<>();
        try (PreparedStatement statement = PostgresArchive.prepared(connection, sql + " limit " + (FEW + 1), values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                uids.add(rows.getString(1));
            }
        }
        return uids.size() <= FEW ? uids : null;
    }
}
