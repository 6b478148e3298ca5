package dev.skiff.expr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON text as Go's encoding/json reads and writes it. */
public final class Json {

    private static final ObjectReader READER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .reader();

    private final StringBuilder out = new StringBuilder();
    private final boolean escapeHtml;
    private final @Nullable String indent;

    private Json(boolean escapeHtml, @Nullable String indent) {
        this.escapeHtml = escapeHtml;
        this.indent = indent;
    }

    /**
     * Compact JSON with sorted object keys; {@code < > &} stay as they are (as Argo undoes Go's escapes, LOOP-05).
     *
     * @throws IllegalArgumentException for NaN, infinities, values without a JSON form, and values nested too deeply
     */
    public static String compact(@Nullable Object value) {
        return new Json(false, null).write(value);
    }

    /** As {@link #compact} but with {@code < > &} as unicode escapes, which is what json.Marshal does. */
    public static String escaped(@Nullable Object value) {
        return new Json(true, null).write(value);
    }

    /** As {@link #escaped}, one member or element on each line, indented by two spaces (expr-lang's toJSON). */
    public static String indented(@Nullable Object value) {
        return new Json(true, "  ").write(value);
    }

    /**
     * Lists, maps, strings, booleans, null, and every number as Double.
     *
     * @throws IllegalArgumentException with a one-line message when the text is not one JSON value
     */
    public static @Nullable Object parse(String text) {
        try {
            // an empty text is no JSON value for Go; Jackson reads it as "missing"
            if (text.isBlank()) {
                throw new IllegalArgumentException("unexpected end of JSON input");
            }
            return Values.json(READER.readTree(text));
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at character " + e.getLocation().getCharOffset();
            throw new IllegalArgumentException("invalid JSON" + where + ": " + e.getOriginalMessage());
        }
    }

    private String write(@Nullable Object value) {
        write(value, 0);
        return out.toString();
    }

    private void write(@Nullable Object raw, int depth) {
        if (depth > Limits.VALUE_DEPTH) {
            throw new TooComplexException("json: value is nested more than " + Limits.VALUE_DEPTH + " levels deep");
        }
        if (out.length() > Limits.DEFAULT.outputChars()) {
            throw new TooComplexException("json: value is too large: limit " + Limits.DEFAULT.outputChars());
        }
        Object value = Values.of(raw);
        switch (value) {
            case null -> out.append("null");
            case String text -> string(text);
            case Boolean flag -> out.append(flag);
            case Long number -> out.append(number);
            case Double number -> number(number);
            case List<?> list -> list(list, depth);
            case Map<?, ?> map -> map(map, depth);
            case ZonedDateTime time -> string(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
            case GoEnum constant -> out.append(constant.number());
            case Duration duration -> out.append(duration.toNanos());
            case ZoneId _ -> out.append("{}");
            case SemanticVersion version -> string(version.toString());
            default -> throw new IllegalArgumentException("json: unsupported type: " + GoTypes.name(value));
        }
    }

    private void number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("json: unsupported value: " + GoFormat.shortest(number));
        }
        out.append(GoFormat.jsonNumber(number));
    }

    private void list(List<?> list, int depth) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            separate(i, depth + 1);
            write(list.get(i), depth + 1);
        }
        close(']', list.isEmpty(), depth);
    }

    private void map(Map<?, ?> map, int depth) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, element) -> sorted.put(GoFormat.value(key), element));
        out.append('{');
        int i = 0;
        for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
            separate(i++, depth + 1);
            string(entry.getKey());
            out.append(indent == null ? ":" : ": ");
            write(entry.getValue(), depth + 1);
        }
        close('}', map.isEmpty(), depth);
    }

    private void separate(int index, int depth) {
        if (index > 0) {
            out.append(',');
        }
        newLine(depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (indent != null) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> character(c);
            }
        }
        out.append('"');
    }

    private void character(char c) {
        boolean html = escapeHtml && (c == '<' || c == '>' || c == '&');
        if (c < 0x20 || html || c == '\u2028' || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
