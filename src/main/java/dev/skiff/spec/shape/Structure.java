package dev.skiff.spec.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.DidYouMean;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.read.Findings;
import dev.skiff.spec.read.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a tree of nodes with a shape, collects every difference, and makes the JSON that the model's mapper binds. Nulls are left out, as
 * an absent field.
 */
public final class Structure {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double GO_LARGEST_PLAIN = 1e21;
    private static final double GO_SMALLEST_PLAIN = 1e-6;

    private final Findings findings;
    private final boolean secret;
    private final boolean stored;
    private boolean tolerant;
    private boolean fits = true;

    /**
     * @param secret whether the values of the document must not be shown
     * @param stored whether fields that nobody knows are no more than a warning
     */
    public Structure(Findings findings, boolean secret, boolean stored) {
        this.stored = stored;
        this.findings = findings;
        this.secret = secret;
    }

    /** The JSON of the document, without what does not fit; empty when nothing is left. {@link #fits} tells whether it is whole. */
    public Optional<JsonNode> check(Node root, Shape shape) {
        return Optional.ofNullable(value(root, shape, DocPath.ROOT));
    }

    /** Whether the checked document had no error. */
    public boolean fits() {
        return fits;
    }

    private @Nullable JsonNode value(Node node, Shape shape, DocPath path) {
        if (node instanceof Node.Scalar scalar && scalar.value() == null) {
            return shape instanceof Shape.Free ? JSON.nullNode() : null;
        }
        return switch (shape) {
            case Shape.Fields fields when node instanceof Node.Mapping mapping -> fields(mapping, fields, path);
            case Shape.MapOf map when node instanceof Node.Mapping mapping -> map(mapping, map, path);
            case Shape.ListOf list when node instanceof Node.Sequence items -> list(items, list, path);
            case Shape.Free free -> free(node);
            case Shape.Fields f -> wrong(node, shape, path, null);
            case Shape.MapOf m -> wrong(node, shape, path, null);
            case Shape.ListOf l -> wrong(node, shape, path, "begin each element with '- '");
            case Shape.Text t -> scalar(node, shape, path);
            case Shape.AnyText t -> scalar(node, shape, path);
            case Shape.Flag f -> scalar(node, shape, path);
            case Shape.Whole w -> scalar(node, shape, path);
            case Shape.Decimal d -> scalar(node, shape, path);
            case Shape.Time t -> scalar(node, shape, path);
            case Shape.WholeOrText w -> scalar(node, shape, path);
        };
    }

    private JsonNode fields(Node.Mapping mapping, Shape.Fields shape, DocPath path) {
        Map<String, Shape.Member> members = shape.members().get();
        ObjectNode json = JSON.objectNode();
        for (Node.Entry entry : mapping.entries()) {
            Shape.Member member = members.get(entry.key());
            if (member == null) {
                unknown(entry, shape, members, path);
                continue;
            }
            boolean before = tolerant;
            tolerant |= member.status();
            put(json, entry, value(entry.value(), member.shape(), path.key(entry.key())));
            tolerant = before;
        }
        members.forEach((name, member) -> {
            if (member.required() && !json.has(name) && !hasWrongValue(mapping, name)) {
                fail(mapping, path, "the required field '%s' is missing".formatted(name), null);
            }
        });
        return json;
    }

    /** A value of a wrong type has its own problem already; a null is as good as none. */
    private static boolean hasWrongValue(Node.Mapping mapping, String name) {
        return mapping.get(name)
                .filter(node -> !(node instanceof Node.Scalar scalar && scalar.value() == null))
                .isPresent();
    }

    private void unknown(Node.Entry entry, Shape.Fields shape, Map<String, Shape.Member> members, DocPath path) {
        if (tolerant) {
            return;
        }
        String where = path.key(entry.key()).toString();
        String message = "unknown field '%s' in %s".formatted(entry.key(), shape.name());
        String hint =
                Removed.hint(shape.name(), entry.key()).orElseGet(() -> DidYouMean.hint(entry.key(), members.keySet()));
        if (stored) {
            findings.warning(entry.keyAt(), where, message, hint);
            return;
        }
        fits = false;
        findings.error(entry.keyAt(), where, message, hint);
    }

    private JsonNode map(Node.Mapping mapping, Shape.MapOf shape, DocPath path) {
        ObjectNode json = JSON.objectNode();
        for (Node.Entry entry : mapping.entries()) {
            boolean emptyText =
                    shape.value() instanceof Shape.Text && entry.value() instanceof Node.Scalar s && s.value() == null;
            JsonNode value = emptyText ? JSON.textNode("") : value(entry.value(), shape.value(), path.key(entry.key()));
            put(json, entry, value);
        }
        return json;
    }

    private static void put(ObjectNode json, Node.Entry entry, @Nullable JsonNode value) {
        if (value != null) {
            json.set(entry.key(), value);
        }
    }

    private JsonNode list(Node.Sequence items, Shape.ListOf shape, DocPath path) {
        ArrayNode json = JSON.arrayNode();
        for (int i = 0; i < items.items().size(); i++) {
            Node item = items.items().get(i);
            JsonNode value = value(item, shape.item(), path.index(i));
            if (value != null) {
                json.add(value);
            } else if (item instanceof Node.Scalar scalar && scalar.value() == null) {
                fail(
                        item,
                        path.index(i),
                        "expected %s, but this element is empty"
                                .formatted(shape.item().described()),
                        null);
            }
        }
        return json;
    }

    private @Nullable JsonNode scalar(Node node, Shape shape, DocPath path) {
        if (!(node instanceof Node.Scalar scalar)) {
            return wrong(node, shape, path, null);
        }
        Object value = scalar.value();
        return switch (shape) {
            case Shape.Text t -> text(scalar, path);
            case Shape.AnyText t -> JSON.textNode(scalar.asText());
            case Shape.Flag f when value instanceof Boolean flag -> JSON.booleanNode(flag);
            case Shape.Flag f ->
                wrong(node, shape, path, "true".equals(value) || "false".equals(value) ? UNQUOTE : null);
            case Shape.Whole whole -> whole(scalar, whole, path);
            case Shape.Decimal d when value instanceof BigInteger || value instanceof Double -> free(node);
            case Shape.Time t when isTime(scalar.text()) -> JSON.textNode(scalar.text());
            case Shape.WholeOrText w when value instanceof String text -> JSON.textNode(text);
            case Shape.WholeOrText w when wholeValue(value) != null -> whole(scalar, INT32, path);
            default -> wrong(node, shape, path, null);
        };
    }

    private static final String UNQUOTE = "remove the quotes";
    private static final Shape.Whole INT32 = new Shape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private JsonNode text(Node.Scalar scalar, DocPath path) {
        if (!(scalar.value() instanceof String)) {
            String taken = secret ? "taken as a text" : "taken as \"" + scalar.asText() + "\"";
            findings.warning(
                    scalar.at(),
                    path.toString(),
                    "expected a text, but this is %s; it is %s".formatted(described(scalar), taken),
                    "put it in quotes: Kubernetes does not take it like this");
        }
        return JSON.textNode(scalar.asText());
    }

    private @Nullable JsonNode whole(Node.Scalar scalar, Shape.Whole shape, DocPath path) {
        BigInteger number = wholeValue(scalar.value());
        if (number == null) {
            boolean quoted = scalar.value() instanceof String text && text.matches("-?[0-9]+");
            return wrong(scalar, shape, path, quoted ? UNQUOTE : null);
        }
        boolean inRange = number.compareTo(BigInteger.valueOf(shape.min())) >= 0
                && number.compareTo(BigInteger.valueOf(shape.max())) <= 0;
        if (!inRange) {
            return fail(
                    scalar,
                    path,
                    "the number %s is not between %d and %d".formatted(number, shape.min(), shape.max()),
                    null);
        }
        return free(new Node.Scalar(scalar.at(), number, scalar.text()));
    }

    private static @Nullable BigInteger wholeValue(@Nullable Object value) {
        return switch (value) {
            case BigInteger integer -> integer;
            case Double d when d == Math.rint(d) && Math.abs(d) < Long.MAX_VALUE -> BigInteger.valueOf(d.longValue());
            case null, default -> null;
        };
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static JsonNode free(Node node) {
        return switch (node) {
            case Node.Mapping mapping -> {
                ObjectNode json = JSON.objectNode();
                mapping.entries().forEach(entry -> json.set(entry.key(), free(entry.value())));
                yield json;
            }
            case Node.Sequence list -> {
                ArrayNode json = JSON.arrayNode();
                list.items().forEach(item -> json.add(free(item)));
                yield json;
            }
            case Node.Scalar scalar ->
                switch (scalar.value()) {
                    case null -> JSON.nullNode();
                    case Boolean flag -> JSON.booleanNode(flag);
                    case BigInteger i when i.bitLength() < Integer.SIZE -> JSON.numberNode(i.intValue());
                    case BigInteger i when i.bitLength() < Long.SIZE -> JSON.numberNode(i.longValue());
                    case BigInteger i -> JSON.numberNode(i);
                    case Double d -> number(d);
                    default -> JSON.textNode(scalar.asText());
                };
        };
    }

    /** As Go writes a float: 1e3 is 1000, and only very large and very small numbers have an exponent. */
    private static JsonNode number(double number) {
        BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
        double size = Math.abs(number);
        boolean plain = size == 0 || (size >= GO_SMALLEST_PLAIN && size < GO_LARGEST_PLAIN);
        if (plain && exact.scale() <= 0) {
            return free(new Node.Scalar(dev.skiff.spec.Position.NONE, exact.toBigInteger(), ""));
        }
        return JSON.numberNode(plain ? new BigDecimal(exact.toPlainString()) : exact);
    }

    private @Nullable JsonNode wrong(Node node, Shape shape, DocPath path, @Nullable String hint) {
        return fail(node, path, "expected %s, but this is %s".formatted(shape.described(), described(node)), hint);
    }

    private String described(Node node) {
        return secret ? node.describedWithoutValue() : node.described();
    }

    private @Nullable JsonNode fail(Node node, DocPath path, String message, @Nullable String hint) {
        fits = false;
        findings.error(node.at(), path.toString(), message, hint);
        return null;
    }
}
