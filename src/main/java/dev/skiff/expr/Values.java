package dev.skiff.expr;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings values from outside to the few types that the evaluator knows: null, String, Long, Double, Boolean, List, Map,
 * ZonedDateTime, Duration, ZoneId. Elements of lists and maps are brought there when they are taken out.
 */
final class Values {

    private Values() {}

    static @Nullable Object of(@Nullable Object raw) {
        return switch (raw) {
            case null -> null;
            case String text -> text;
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> Double.parseDouble(number.toString());
            case BigInteger number -> number.bitLength() < Long.SIZE ? number.longValue() : number.doubleValue();
            case BigDecimal number -> decimal(number);
            case Instant instant -> instant.atZone(ZoneOffset.UTC);
            case JsonNode node -> json(node);
            case Character c -> c.toString();
            default -> raw;
        };
    }

    private static Object decimal(BigDecimal number) {
        if (number.scale() <= 0 && number.precision() - number.scale() < 19) {
            return number.longValueExact();
        }
        return number.doubleValue();
    }

    /** JSON as Go decodes it into an empty interface: every number is a float. */
    static @Nullable Object json(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> StringEscapes.wellFormed(node.textValue());
            case NUMBER -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(json(element)));
                yield list;
            }
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), json(entry.getValue())));
                yield map;
            }
            case NULL, MISSING -> null;
            case BINARY, POJO -> node.asText();
        };
    }
}
