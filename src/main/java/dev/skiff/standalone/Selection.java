package dev.skiff.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Labels;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.RunCatalog.Place;
import dev.skiff.port.service.FieldSelector;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query, understood.
 *
 * @param namespace empty for all
 */
record Selection(String namespace, LabelSelector labels, FieldSelector fields, ListQuery query) {
    /** Most objects of a page, whatever is asked for. */
    static final int MOST = 500;

    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";
    private static final String PHASE = "status.phase";
    private static final List<String> FIELDS = List.of(NAME, NAMESPACE, PHASE);
    private static final Pattern TOKEN = Pattern.compile("(-?\\d{1,18}) (\\S{1,253})");

    /** An object, as far as it is chosen by. */
    private record View(
            String name,
            String namespace,
            String phase,
            LabelSelector.Lookup labels,
            Instant created,
            @Nullable Instant finished) {}

    /** @throws ServiceException INVALID for a selector that cannot be read */
    static Selection of(String namespace, ListQuery query) {
        try {
            return new Selection(
                    namespace, LabelSelector.parse(query.labels()), FieldSelector.parse(query.fields(), FIELDS), query);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(Why.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether an object that is chosen may cease to be, without being deleted. */
    boolean mayChange() {
        return !labels.isAll()
                || query.finishedBefore() != null
                || fields.terms().stream().anyMatch(term -> term.field().equals(PHASE));
    }

    boolean matches(Entry entry) {
        // by far the most are sorted out here
        if (!namespace.isEmpty() && !namespace.equals(entry.namespace())) {
            return false;
        }
        return matches(new View(
                entry.name(),
                entry.namespace(),
                entry.phase(),
                key -> label(entry, key),
                Instant.ofEpochMilli(entry.created()),
                entry.completed() ? Instant.ofEpochMilli(entry.finished()) : null));
    }

    /** With those that Argo's controller gives a workflow (features.md section 9). */
    static Map<String, String> labels(Entry entry) {
        if (entry.phase().isEmpty()) {
            return entry.labels();
        }
        Map<String, String> labels = new HashMap<>(entry.labels());
        labels.put(Labels.PHASE, entry.phase());
        if (entry.completed()) {
            labels.put(Labels.COMPLETED, "true");
        }
        return labels;
    }

    private static @Nullable String label(Entry entry, String key) {
        return switch (key) {
            case Labels.PHASE -> entry.phase().isEmpty() ? null : entry.phase();
            case Labels.COMPLETED -> entry.completed() ? "true" : null;
            default -> entry.labels().get(key);
        };
    }

    boolean matches(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        Map<String, String> its = new HashMap<>();
        metadata.path("labels")
                .properties()
                .forEach(label -> its.put(label.getKey(), label.getValue().asText()));
        String there = metadata.path("namespace").asText("");
        return (namespace.isEmpty() || namespace.equals(there))
                && matches(new View(
                        metadata.path("name").asText(""),
                        there,
                        "",
                        its::get,
                        Instant.ofEpochMilli(created(object)),
                        null));
    }

    private boolean matches(View view) {
        Instant after = query.createdAfter();
        Instant before = query.finishedBefore();
        Instant finished = view.finished();
        return (after == null || view.created().isAfter(after))
                && (before == null || finished != null && finished.isBefore(before))
                && isNamed(view.name())
                && fields.matches(field -> switch (field) {
                    case NAME -> view.name();
                    case NAMESPACE -> view.namespace();
                    case PHASE -> view.phase();
                    default -> "";
                })
                && labels.matches(view.labels());
    }

    private boolean isNamed(String name) {
        String wanted = query.name();
        return wanted.isEmpty()
                || switch (query.nameFilter()) {
                    case EXACT -> name.equals(wanted);
                    case PREFIX -> name.startsWith(wanted);
                    case CONTAINS -> name.contains(wanted);
                };
    }

    /** How many objects a page has at most. */
    int limit() {
        if (query.limit() < 0) {
            throw new ServiceException(Why.INVALID, "limit must not be negative: " + query.limit());
        }
        return query.limit() == 0 ? MOST : Math.min(query.limit(), MOST);
    }

    /** Where the page begins; null for the first. @throws ServiceException INVALID for what {@link #token} has not given */
    @Nullable
    Place after() {
        if (query.continueToken().isEmpty()) {
            return null;
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(query.continueToken());
            Matcher parts = TOKEN.matcher(new String(text, StandardCharsets.UTF_8));
            if (parts.matches()) {
                return new Place(Long.parseLong(parts.group(1)), parts.group(2));
            }
        } catch (IllegalArgumentException e) {
            // what is no base64 is none of ours either
        }
        throw new ServiceException(Why.INVALID, "the continue token is none that a list has given: begin without one");
    }

    static String token(Place last) {
        String text = last.created() + " " + last.name();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Place place(JsonNode object) {
        return new Place(created(object), object.path("metadata").path("name").asText(""));
    }

    private static long created(JsonNode object) {
        try {
            String text = object.path("metadata").path("creationTimestamp").asText("");
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
