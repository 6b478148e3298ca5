package dev.skiff.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.expr.GoDuration;
import dev.skiff.model.ModelMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the controller's configuration. A field that was asked for is known; a value of a wrong kind is told and counts as absent;
 * a null is as good as an absent field. A number in quotes is a number: in a ConfigMap with one key per field everything is text.
 */
final class ConfigTree {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern TTL = Pattern.compile("([0-9]{1,9})([dhms])");
    private static final Map<String, Duration> UNITS = Map.of(
            "d", Duration.ofDays(1), "h", Duration.ofHours(1), "m", Duration.ofMinutes(1), "s", Duration.ofSeconds(1));
    private static final int SHOWN = 60;
    private static final String NOTHING = "";

    private final String path;
    private final ObjectNode fields;
    private final List<String> notices;
    private final Set<String> asked = new HashSet<>();

    /** @param path of this mapping in the configuration; empty for its root */
    ConfigTree(String path, ObjectNode fields, List<String> notices) {
        this.path = path;
        this.fields = fields;
        this.notices = notices;
    }

    /** An empty mapping when there is none. */
    ConfigTree object(String field) {
        JsonNode node = node(field);
        if (node != null && !node.isObject()) {
            wrong(field, "a mapping (key: value)", NOTHING);
        }
        ObjectNode inner = node instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        return new ConfigTree(at(field), inner, notices);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean flag(String field, boolean otherwise) {
        JsonNode node = node(field);
        if (node == null) {
            return otherwise;
        } else if (node.isBoolean()
                || node.asText().equals("true")
                || node.asText().equals("false")) {
            return node.asBoolean();
        }
        wrong(field, "true or false", String.valueOf(otherwise));
        return otherwise;
    }

    @Nullable
    String text(String field) {
        JsonNode node = node(field);
        if (node == null || node.isValueNode()) {
            return node == null ? null : node.asText();
        }
        wrong(field, "a text", NOTHING);
        return null;
    }

    List<String> texts(String field) {
        return list(field, "a list of texts", node -> node.isValueNode() ? node.asText() : null);
    }

    List<Double> numbers(String field) {
        return list(field, "a list of numbers", node -> node.isNumber() ? node.asDouble() : null);
    }

    private <T> List<T> list(String field, String expected, java.util.function.Function<JsonNode, @Nullable T> reader) {
        JsonNode node = node(field);
        List<T> values = new ArrayList<>();
        if (node == null) {
            return values;
        }
        for (JsonNode item : node) {
            T value = reader.apply(item);
            if (value != null) {
                values.add(value);
            }
        }
        if (!node.isArray() || values.size() < node.size()) {
            wrong(field, expected, NOTHING);
            return List.of();
        }
        return values;
    }

    /** A whole number from 0 on. */
    @Nullable
    Integer count(String field) {
        Long number = whole(field, Integer.MAX_VALUE);
        return number == null ? null : number.intValue();
    }

    /** A whole number of seconds from 0 on. */
    @Nullable
    Long seconds(String field) {
        return whole(field, Long.MAX_VALUE);
    }

    private @Nullable Long whole(String field, long max) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        if (node.isValueNode() && WHOLE.matcher(node.asText()).matches()) {
            long number = Long.parseLong(node.asText());
            if (number >= 0 && number <= max) {
                return number;
            }
        }
        wrong(field, "a whole number from 0 on", NOTHING);
        return null;
    }

    /** A number above 0. */
    @Nullable
    Double number(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        } else if (node.isNumber() && node.asDouble() > 0) {
            return node.asDouble();
        }
        wrong(field, "a number above 0", NOTHING);
        return null;
    }

    /** In Go's notation, such as {@code 1m30s}. */
    Duration duration(String field, Duration otherwise) {
        JsonNode node = node(field);
        if (node == null) {
            return otherwise;
        }
        Duration given = node.isTextual() ? GoDuration.parse(node.asText()) : null;
        if (given == null || given.isNegative()) {
            wrong(field, "a duration such as 30s or 1m30s", GoDuration.format(otherwise));
            return otherwise;
        }
        return given;
    }

    /** A number with one unit, {@code 10d}; zero when absent. */
    Duration timeToLive(String field) {
        JsonNode node = node(field);
        Matcher given = TTL.matcher(node == null ? "0s" : node.asText());
        if (given.matches()) {
            return Objects.requireNonNull(UNITS.get(given.group(2))).multipliedBy(Long.parseLong(given.group(1)));
        }
        wrong(field, "a number with one of the units d, h, m, s, such as 24h", NOTHING);
        return Duration.ZERO;
    }

    /** A value of the model or of Kubernetes. */
    <T> @Nullable T value(String field, Class<T> type) {
        return value(field, type, given -> {});
    }

    /** @param completion adds what the type needs and the configuration need not say */
    <T> @Nullable T value(String field, Class<T> type, Consumer<ObjectNode> completion) {
        JsonNode node = node(field);
        if (node == null) {
            return null;
        }
        if (!(node instanceof ObjectNode given)) {
            wrong(field, "a mapping (key: value)", NOTHING);
            return null;
        }
        try {
            ObjectNode whole = given.deepCopy();
            completion.accept(whole);
            return ModelMapper.strict().treeToValue(whole, type);
        } catch (JsonProcessingException | IllegalArgumentException | UnsupportedOperationException e) {
            notices.add(at(field) + ": is malformed and not used: " + why(e));
            return null;
        }
    }

    private static String why(Exception problem) {
        if (!(problem instanceof JsonMappingException e)) {
            return String.valueOf(problem.getMessage());
        }
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            place.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        String said = e.getOriginalMessage()
                .replaceFirst("(?s) \\(class .*| \\(for .*|\\R.*", "")
                .replaceAll("`(?:[a-z0-9]+\\.)+", "`");
        return (place.isEmpty() ? "" : "at " + place.toString().replaceFirst("^\\.", "") + ": ") + said;
    }

    private @Nullable JsonNode node(String field) {
        asked.add(field);
        JsonNode node = fields.get(field);
        return node == null
                        || node.isNull()
                        || (node.isTextual() && node.asText().isEmpty())
                ? null
                : node;
    }

    void wrong(String field, String expected, String used) {
        JsonNode given = fields.path(field);
        String kind = given.isObject() ? "a mapping" : given.isArray() ? "a list" : shown(given.asText());
        String instead = used.equals(NOTHING) ? "it is left out" : used + " is used in its place";
        notices.add(at(field) + ": expected " + expected + ", but this is " + kind + "; " + instead);
    }

    private static String shown(String text) {
        return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + '"';
    }

    void unsupported(String field, String why) {
        notices.add(at(field) + ": is not supported: " + why);
    }

    void missing(String field, String consequence) {
        notices.add(at(field) + ": is missing: " + consequence);
    }

    /** Tells each field that was not asked for. */
    void nothingElse(Set<String> silent) {
        for (String name : names()) {
            if (!asked.contains(name) && !silent.contains(name)) {
                notices.add(at(name) + ": is not supported and has no effect");
            }
        }
    }

    /** Tells each field that is not in the set. */
    void onlyUsed(Set<String> used) {
        asked.addAll(used);
        nothingElse(Set.of());
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
