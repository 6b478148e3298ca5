package dev.skiff.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.expr.GoDuration;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request whose caller is known. What is wrong in it is a {@link ServiceException} that names the part. */
final class ApiRequest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, String> path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final WorkflowService.@Nullable Session session;
    private final CompletableFuture<@Nullable Void> left;

    /**
     * @param headers names in lower case
     * @param session null when nobody has to say who asks
     */
    ApiRequest(
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            WorkflowService.@Nullable Session session) {
        this(path, query, headers, body, session, new CompletableFuture<>());
    }

    private ApiRequest(
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            WorkflowService.@Nullable Session session,
            CompletableFuture<@Nullable Void> left) {
        this.left = left;
        this.path = Map.copyOf(path);
        this.query = Map.copyOf(query);
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
        this.session = session;
    }

    /** The same, for somebody. */
    ApiRequest by(WorkflowService.Session somebody) {
        return new ApiRequest(path, query, headers, body, somebody, left);
    }

    /** Complete when whoever asks has gone: there is nobody to wait for. */
    CompletableFuture<@Nullable Void> left() {
        return left;
    }

    /** Not for endpoints that are open to everybody. */
    WorkflowService.Session session() {
        return Objects.requireNonNull(session, "an open endpoint acts for nobody");
    }

    /** A part of the path; empty when the path has no such part. */
    String part(String name) {
        return path.getOrDefault(name, "");
    }

    String namespace() {
        return part("namespace");
    }

    String name() {
        return part("name");
    }

    /** A query parameter; empty when it is not there. */
    String query(String name) {
        return query.getOrDefault(name, "");
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean flag(String name) {
        String value = query(name);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "false", "0" -> false;
            case "true", "1" -> true;
            default -> throw wrong(name, value, "true or false");
        };
    }

    /** @param otherwise when it is not there */
    long number(String name, long otherwise) {
        String value = query(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number < 0) {
                throw wrong(name, value, "a number that is not negative");
            }
            return number;
        } catch (NumberFormatException e) {
            throw wrong(name, value, "a whole number");
        }
    }

    @Nullable
    Instant time(String name) {
        String value = query(name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw wrong(name, value, "a time such as 2026-11-23T21:06:00Z");
        }
    }

    Optional<Duration> duration(String name) {
        String value = query(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Duration duration = GoDuration.parse(value);
        if (duration == null || duration.isNegative()) {
            throw wrong(name, value, "a duration such as 30s or 5m");
        }
        return Optional.of(duration);
    }

    private static ServiceException wrong(String name, String value, String wanted) {
        return new ServiceException(Why.INVALID, "query parameter " + name + ": '" + value + "' is not " + wanted);
    }

    /** Which fields of the answer are wanted. */
    Projection fields() {
        return Projection.of(query("fields"));
    }

    /** What {@code listOptions} and their kin say of a list. */
    ListQuery listQuery() {
        return listQuery(fields().below("items"));
    }

    /** @param shown what is wanted of each object */
    ListQuery listQuery(Projection shown) {
        ListQuery.NameFilter filter =
                switch (query("nameFilter")) {
                    case "", "Exact" -> ListQuery.NameFilter.EXACT;
                    case "Prefix" -> ListQuery.NameFilter.PREFIX;
                    case "Contains" -> ListQuery.NameFilter.CONTAINS;
                    default -> throw wrong("nameFilter", query("nameFilter"), "Exact, Prefix or Contains");
                };
        String fields = query("listOptions.fieldSelector");
        String name = query("namePrefix");
        if (!name.isEmpty()) {
            filter = ListQuery.NameFilter.PREFIX;
        } else if (filter != ListQuery.NameFilter.EXACT) {
            // Argo's server compares what the field selector says of the name in this way
            String own = "metadata.name=";
            StringBuilder others = new StringBuilder();
            for (String part : fields.split(",", -1)) {
                if (part.startsWith(own)) {
                    name = part.substring(own.length()).replaceFirst("^=", "");
                } else if (!part.isEmpty()) {
                    others.append(others.isEmpty() ? "" : ",").append(part);
                }
            }
            fields = others.toString();
        }
        return new ListQuery(
                query("listOptions.labelSelector"),
                fields,
                filter,
                name,
                time("createdAfter"),
                time("finishedBefore"),
                (int) Math.min(Integer.MAX_VALUE, number("listOptions.limit", 0)),
                query("listOptions.continue"),
                query("listOptions.resourceVersion"),
                shown);
    }

    byte[] body() {
        return body.clone();
    }

    boolean hasBody() {
        return body.length > 0;
    }

    /** The body as an object; an empty one when there is none. */
    ObjectNode json() {
        if (body.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new ServiceException(Why.INVALID, "the body is no JSON object");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new ServiceException(Why.INVALID, "body" + where + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ServiceException(Why.INVALID, "body: " + e.getMessage());
        }
    }

    /** A text of the body; empty when it is not there. */
    static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new ServiceException(Why.INVALID, "body: " + field + " is no text");
        }
        return value.asText();
    }

    static boolean flag(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new ServiceException(Why.INVALID, "body: " + field + " is neither true nor false");
        }
        return value.asBoolean();
    }

    /** {@code ["name=value", …]} of the body. */
    static Map<String, String> pairs(JsonNode body, String field) {
        JsonNode list = body.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return Map.of();
        }
        if (!list.isArray()) {
            throw new ServiceException(Why.INVALID, "body: " + field + " is no list of texts name=value");
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (JsonNode one : list) {
            String text = one.asText();
            int equals = text.indexOf('=');
            if (!one.isTextual() || equals < 1) {
                throw new ServiceException(
                        Why.INVALID,
                        "body: " + field + ": expected parameter of the form: name=value. Received: " + text);
            }
            pairs.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return pairs;
    }
}
