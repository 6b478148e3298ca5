package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.port.service.FieldSelector;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ServiceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a collection are meant.
 *
 * @param server the fields that the API server judges, in Kubernetes' syntax; empty for all
 * @param fields those that are judged here, for the API server does not know them of the objects of definitions
 */
record Choice(ListQuery query, String server, FieldSelector fields) {
    private static final List<String> SERVERS = List.of("metadata.name", "metadata.namespace");
    static final List<String> FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "status.phase",
            "spec.workflowTemplateRef.name",
            "spec.workflowTemplateRef.clusterScope",
            "spec.entrypoint",
            "spec.suspend");

    /** @throws ServiceException INVALID */
    static Choice of(ListQuery query) {
        FieldSelector all;
        try {
            all = FieldSelector.parse(query.fields(), FIELDS);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(ServiceException.Why.INVALID, String.valueOf(e.getMessage()), e);
        }
        String server = all.terms().stream()
                .filter(t -> SERVERS.contains(t.field()))
                .map(t -> t.field() + (t.wanted() ? "=" : "!=") + t.value())
                .collect(Collectors.joining(","));
        return new Choice(
                query,
                server,
                new FieldSelector(all.terms().stream()
                        .filter(t -> !SERVERS.contains(t.field()))
                        .toList()));
    }

    /** Of objects whose fields the API server knows. @param server as for the record */
    static Choice ofServer(ListQuery query, String server) {
        return new Choice(query, server, new FieldSelector(List.of()));
    }

    /** What the API server judges, with which a query begins: {@code ?labelSelector=…}. */
    String parameters(String first) {
        StringBuilder text = new StringBuilder("?").append(first);
        if (!query.labels().isBlank()) {
            text.append("&labelSelector=").append(Call.encoded(query.labels()));
        }
        if (!server.isEmpty()) {
            text.append("&fieldSelector=").append(Call.encoded(server));
        }
        return text.toString();
    }

    /** Whether anything is judged here. */
    boolean isPartial() {
        return !fields.terms().isEmpty()
                || !query.name().isEmpty()
                || query.createdAfter() != null
                || query.finishedBefore() != null;
    }

    boolean holds(JsonNode object) {
        return fields.matches(field -> text(object, field)) && hasName(object) && isInTime(object);
    }

    private static String text(JsonNode object, String field) {
        JsonNode at = object;
        for (String part : field.split("\\.", -1)) {
            at = at.path(part);
        }
        return at.asText("");
    }

    private boolean hasName(JsonNode object) {
        if (query.name().isEmpty()) {
            return true;
        }
        String name = object.path("metadata").path("name").asText("");
        return switch (query.nameFilter()) {
            case EXACT -> name.equals(query.name());
            case PREFIX -> name.startsWith(query.name());
            case CONTAINS -> name.contains(query.name());
        };
    }

    private boolean isInTime(JsonNode object) {
        Instant after = query.createdAfter();
        if (after != null) {
            Instant created =
                    time(object.path("metadata").path("creationTimestamp").asText(""));
            if (created == null || !created.isAfter(after)) {
                return false;
            }
        }
        Instant before = query.finishedBefore();
        if (before == null) {
            return true;
        }
        Instant finished = time(object.path("status").path("finishedAt").asText(""));
        return finished != null && finished.isBefore(before);
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
