package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.port.service.ListQuery;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which objects of a collection are meant: a part is the API server's to judge, the rest is judged here. */
record Choice(ListQuery query, FieldSelector fields) {

    static Choice of(ListQuery query) {
        return new Choice(query, FieldSelector.parse(query.fields()));
    }

    /** What the API server judges, with which a query begins: {@code ?labelSelector=…}. */
    String parameters(String first) {
        StringBuilder text = new StringBuilder("?").append(first);
        if (!query.labels().isBlank()) {
            text.append("&labelSelector=").append(Call.encoded(query.labels()));
        }
        if (!fields.server().isEmpty()) {
            text.append("&fieldSelector=").append(Call.encoded(fields.server()));
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
        return fields.holds(object) && hasName(object) && isInTime(object);
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
