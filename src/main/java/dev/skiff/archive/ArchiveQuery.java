package dev.skiff.archive;

import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which rows are meant, as conditions in SQL on row {@code a}; every value is a parameter. */
final class ArchiveQuery {
    /** Argo's server takes the two comparisons from its user interface. */
    private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9.]+)\\s*(==|!=|=|>|<)\\s*(\\S*)");
    /** What Argo's user interface asks along, of which nothing here depends. */
    private static final String COUNTED = "ext.showRemainingItemCount";

    private static final String OF_LABELS =
            "(select 1 from argo_archived_workflows_labels l where l.clustername = a.clustername and l.uid = a.uid and"
                    + " l.name = ?";

    private final StringBuilder where = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    private ArchiveQuery() {}

    /** All that are ours. */
    ArchiveQuery(ArchiveSettings settings) {
        and("a.clustername = ?", settings.clusterName());
        and("a.instanceid = ?", settings.instanceId());
        if (!settings.namespace().isEmpty()) {
            and("a.namespace = ?", settings.namespace());
        }
    }

    /** The condition, with a question mark for each of {@link #values}. */
    String where() {
        return where.toString();
    }

    List<Object> values() {
        return Collections.unmodifiableList(values);
    }

    ArchiveQuery and(String condition, Object... parameters) {
        where.append(where.isEmpty() ? "" : " and ").append(condition);
        Collections.addAll(values, parameters);
        return this;
    }

    /** Another choice with one more condition. */
    ArchiveQuery also(String condition, Object... parameters) {
        ArchiveQuery more = new ArchiveQuery();
        more.where.append(where);
        more.values.addAll(values);
        return more.and(condition, parameters);
    }

    /** @param namespace empty for all */
    ArchiveQuery in(String namespace) {
        return namespace.isEmpty() ? this : and("a.namespace = ?", namespace);
    }

    /** @throws ServiceException INVALID: what cannot be chosen by */
    ArchiveQuery chosen(ListQuery query, Schema schema) {
        labels(query).terms().forEach(this::label);
        for (String part :
                query.fields().isBlank() ? new String[0] : query.fields().split(",", -1)) {
            field(part.strip());
        }
        if (!query.name().isEmpty()) {
            name(query);
        }
        Instant after = query.createdAfter();
        if (after != null) {
            and(schema.created() + " > ?", column(after));
        }
        Instant before = query.finishedBefore();
        if (before != null) {
            and("a.finishedat < ?", column(before));
        }
        if (!query.continueToken().isEmpty()) {
            ArchiveCursor cursor = ArchiveCursor.parse(query.continueToken());
            and("(a.startedat, a.uid) < (?, ?)", cursor.started(), cursor.uid());
        }
        return this;
    }

    private void name(ListQuery query) {
        switch (query.nameFilter()) {
            case EXACT -> and("a.name = ?", query.name());
            case PREFIX -> and("a.name like ?", literally(query.name()) + "%");
            case CONTAINS -> and("a.name like ?", "%" + literally(query.name()) + "%");
        }
    }

    private static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** @throws ServiceException INVALID */
    static LabelSelector labels(ListQuery query) {
        try {
            return LabelSelector.parse(query.labels());
        } catch (IllegalArgumentException e) {
            throw new ServiceException(Why.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private void label(LabelSelector.Term term) {
        switch (term) {
            case LabelSelector.Term.IsThere there ->
                and((there.wanted() ? "exists " : "not exists ") + OF_LABELS + ")", there.key());
            case LabelSelector.Term.AmongValues among ->
                and(
                        (among.wanted() ? "exists " : "not exists ") + OF_LABELS + " and l.value = any (?))",
                        among.key(),
                        among.values().toArray(String[]::new));
        }
    }

    private void field(String part) {
        Matcher field = FIELD.matcher(part);
        if (!field.matches()) {
            throw new ServiceException(
                    Why.INVALID, "'" + part + "' is no condition on a field: write status.phase=Failed, for instance");
        }
        String operator = field.group(2).equals("==") ? "=" : field.group(2);
        String value = field.group(3);
        boolean comparison = operator.equals("<") || operator.equals(">");
        switch (field.group(1) + (comparison ? " compared" : "")) {
            case "metadata.namespace" -> compare("a.namespace", operator, value);
            case "metadata.name" -> compare("a.name", operator, value);
            case "metadata.uid" -> compare("a.uid", operator, value);
            case "status.phase" -> compare("a.phase", operator, value);
            case "spec.startedAt compared", "status.startedAt compared" ->
                and("a.startedat " + operator + " ?", time(value));
            case COUNTED -> {}
            default ->
                throw new ServiceException(
                        Why.INVALID,
                        "archived workflows cannot be chosen by '" + part
                                + "': by metadata.name, metadata.namespace, status.phase (=, !=) and spec.startedAt"
                                + " (<, >)");
        }
    }

    private void compare(String column, String operator, String value) {
        and(column + (operator.equals("=") ? " = ?" : " <> ?"), value);
    }

    private static LocalDateTime time(String text) {
        try {
            return column(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new ServiceException(
                    Why.INVALID, "'" + text + "' is no time: write 2026-01-31T12:00:00Z, for instance", e);
        }
    }

    /** As the columns have times: of Greenwich, and without saying so. */
    static LocalDateTime column(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
