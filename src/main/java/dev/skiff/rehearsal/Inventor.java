package dev.skiff.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.skiff.model.Bundle;
import dev.skiff.model.Parameter;
import dev.skiff.model.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Invents what nobody has said: from what the workflow declares, else from how the value is used, else a word that shows. */
public final class Inventor {
    /** Enough to show that there is a loop. */
    private static final int ELEMENTS = 2;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Uses uses;
    private final Map<Slot, Invented> known = new HashMap<>();

    private Inventor(Uses uses) {
        this.uses = uses;
    }

    public static Inventor of(Workflow workflow, Bundle resources) {
        return new Inventor(Uses.in(workflow, resources));
    }

    /**
     * A value and where it is from.
     *
     * @param why as people say it: "used by withParam"; empty for a mere placeholder
     */
    public record Invented(String value, String why) {}

    Invented output(String template, Parameter declared) {
        if (declared.valueFrom() != null && declared.valueFrom().defaultValue() != null) {
            return new Invented(declared.valueFrom().defaultValue(), "valueFrom.default");
        }
        if (declared.defaultValue() != null) {
            return new Invented(declared.defaultValue(), "default");
        }
        if (!declared.enumValues().isEmpty()) {
            return new Invented(declared.enumValues().getFirst(), "enum");
        }
        return of(Slot.output(template, declared.name()));
    }

    Invented result(String template) {
        return of(Slot.result(template));
    }

    private Invented of(Slot slot) {
        Invented found = known.get(slot);
        if (found == null) {
            found = invent(slot, new HashSet<>());
            known.put(slot, found);
        }
        return found;
    }

    private Invented invent(Slot slot, Set<Slot> around) {
        List<Use> all = around.add(slot) ? uses.of(slot) : List.of();
        for (Use use : all) {
            if (use instanceof Use.Elements elements) {
                return new Invented(list(slot, elements, around).toString(), elements.said());
            }
        }
        List<Use.Json> paths = all.stream()
                .filter(Use.Json.class::isInstance)
                .map(Use.Json.class::cast)
                .toList();
        if (!paths.isEmpty()) {
            JsonNode root = JSON.nullNode();
            for (Use.Json use : paths) {
                root = with(root, use.path(), 0, slot);
            }
            return new Invented(root.toString(), paths.getFirst().said());
        }
        for (Use use : all) {
            if (use instanceof Use.Example example) {
                return new Invented(example.value(), example.said());
            }
        }
        for (Use use : all) {
            if (use instanceof Use.Number number) {
                return new Invented("1", number.said());
            }
        }
        return new Invented(slot.placeholder(), "");
    }

    private ArrayNode list(Slot slot, Use.Elements elements, Set<Slot> around) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 1; i <= ELEMENTS; i++) {
            Map<String, Slot> fields = new HashMap<>(elements.fields());
            Slot whole = fields.remove("");
            if (fields.isEmpty()) {
                list.add(element(whole, slot, i, around));
                continue;
            }
            ObjectNode object = list.addObject();
            for (Map.Entry<String, Slot> field : elements.fields().entrySet()) {
                if (!field.getKey().isEmpty()) {
                    object.set(field.getKey(), element(field.getValue(), Slot.output("", field.getKey()), i, around));
                }
            }
        }
        return list;
    }

    /** A number where a number is wanted; else a word with its place, so that the elements differ. */
    private JsonNode element(@Nullable Slot goesTo, Slot named, int i, Set<Slot> around) {
        Invented found = goesTo == null ? new Invented("", "") : invent(goesTo, new HashSet<>(around));
        if (found.why().isEmpty()) {
            return TextNode.valueOf(named.placeholder() + "_" + i);
        }
        return found.value().equals("1") ? JSON.numberNode(i) : TextNode.valueOf(found.value());
    }

    private static JsonNode with(JsonNode node, List<Object> path, int at, Slot slot) {
        if (at == path.size()) {
            return !node.isNull() ? node : at == 0 ? JSON.objectNode() : TextNode.valueOf(slot.placeholder());
        }
        return switch (path.get(at)) {
            case Integer index -> {
                ArrayNode list = node instanceof ArrayNode a ? a : JSON.arrayNode();
                List<JsonNode> items = new ArrayList<>();
                list.forEach(items::add);
                for (int i = items.size(); i <= Math.min(Math.max(index, 0), 16); i++) {
                    list.addNull();
                }
                int place = Math.min(Math.max(index, 0), 16);
                list.set(place, with(list.get(place), path, at + 1, slot));
                yield list;
            }
            case Object name -> {
                ObjectNode object = node instanceof ObjectNode o ? o : JSON.objectNode();
                JsonNode inner = object.path(name.toString());
                object.set(name.toString(), with(inner.isMissingNode() ? JSON.nullNode() : inner, path, at + 1, slot));
                yield object;
            }
        };
    }
}
