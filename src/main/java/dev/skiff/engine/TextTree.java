package dev.skiff.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.skiff.expr.TemplateText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document whose texts may hold tags. Parsed once; each use fills in only the texts that hold some, and shares all the rest.
 * Substitution is on the tree, never in serialised text: a value can change no structure (architecture.md, decision 8).
 */
final class TextTree {

    private sealed interface Part {
        record Fixed(JsonNode value) implements Part {}

        record Text(int slot) implements Part {}

        record Obj(List<Field> fields) implements Part {}

        record Arr(List<Part> items) implements Part {}
    }

    private record Field(String key, int keySlot, Part value) {}

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<TemplateText> texts = new ArrayList<>();
    private final Part root;

    private TextTree(JsonNode document) {
        root = compile(document);
    }

    static TextTree of(JsonNode document) {
        return new TextTree(document);
    }

    boolean isStatic() {
        return texts.isEmpty();
    }

    /**
     * The values of all texts with tags, unresolved tags left as they are (SUBST-03).
     *
     * @throws Unresolvable when a tag fails for good
     */
    String[] resolve(CallScope scope) throws Unresolvable {
        String[] values = new String[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scope.keep(texts.get(i));
        }
        return values;
    }

    /** The document with these values, which {@link #resolve} gave. Fixed parts are shared: do not change the result. */
    JsonNode fill(String[] values) {
        return fill(root, values);
    }

    private Part compile(JsonNode node) {
        if (node.isTextual()) {
            return text(node);
        }
        if (node.isObject()) {
            List<Field> fields = new ArrayList<>(node.size());
            boolean fixed = true;
            for (Map.Entry<String, JsonNode> e : node.properties()) {
                int keySlot = e.getKey().contains("{{") ? slot(TemplateText.parse(e.getKey())) : -1;
                Part value = compile(e.getValue());
                fixed &= keySlot < 0 && value instanceof Part.Fixed;
                fields.add(new Field(e.getKey(), keySlot, value));
            }
            return fixed ? new Part.Fixed(node) : new Part.Obj(List.copyOf(fields));
        }
        if (node.isArray()) {
            List<Part> items = new ArrayList<>(node.size());
            boolean fixed = true;
            for (JsonNode item : node) {
                Part part = compile(item);
                fixed &= part instanceof Part.Fixed;
                items.add(part);
            }
            return fixed ? new Part.Fixed(node) : new Part.Arr(List.copyOf(items));
        }
        return new Part.Fixed(node);
    }

    private Part text(JsonNode node) {
        TemplateText text = TemplateText.parse(node.textValue());
        return text.isStatic() ? new Part.Fixed(node) : new Part.Text(slot(text));
    }

    private int slot(TemplateText text) {
        texts.add(text);
        return texts.size() - 1;
    }

    private static JsonNode fill(Part part, String[] values) {
        return switch (part) {
            case Part.Fixed f -> f.value();
            case Part.Text t -> TextNode.valueOf(values[t.slot()]);
            case Part.Arr a -> {
                ArrayNode array = NODES.arrayNode(a.items().size());
                a.items().forEach(item -> array.add(fill(item, values)));
                yield array;
            }
            case Part.Obj o -> {
                ObjectNode object = NODES.objectNode();
                for (Field f : o.fields()) {
                    object.set(f.keySlot() < 0 ? f.key() : values[f.keySlot()], fill(f.value(), values));
                }
                yield object;
            }
        };
    }

    /** A tag that can never be resolved; the message is for the user. */
    static class Unresolvable extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean absent;

        Unresolvable(String message, boolean absent) {
            super(message, null, false, false);
            this.absent = absent;
        }

        Unresolvable(String message) {
            this(message, false);
        }

        /** Whether the cause is an output of a skipped or omitted node (SKIP-02). */
        boolean absent() {
            return absent;
        }

        String text() {
            @Nullable String m = getMessage();
            return m == null ? "" : m;
        }
    }
}
