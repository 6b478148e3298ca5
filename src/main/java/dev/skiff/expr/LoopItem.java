package dev.skiff.expr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One element of a loop: what {@code {{item}}} means for it and how it looks in a node name. */
public final class LoopItem {

    /** LOOP-08. */
    public enum Kind {
        STRING,
        NUMBER,
        BOOL,
        LIST,
        MAP
    }

    /** A JSON value whose numbers keep the text they were written with (LOOP-09). */
    sealed interface Raw {
        /** @param text without quotes */
        record Text(String text) implements Raw {}

        /** A number, boolean or null. */
        record Bare(String text, Kind kind) implements Raw {}

        record Sequence(List<Raw> elements) implements Raw {}

        /** Sorted by key (LOOP-07). */
        record Mapping(TreeMap<String, Raw> members) implements Raw {}
    }

    private final Raw raw;

    LoopItem(Raw raw) {
        this.raw = raw;
    }

    /** An element of {@code withItems}. */
    public static LoopItem of(JsonNode element) {
        return new LoopItem(LoopItemReader.of(element, 0));
    }

    /** An element that {@code withSequence} generates. */
    public static LoopItem ofText(String text) {
        return new LoopItem(new Raw.Text(text));
    }

    /**
     * The elements of {@code withParam}.
     *
     * @throws IllegalArgumentException {@code withParam value could not be parsed as a JSON list: ...} (LOOP-03)
     */
    public static List<LoopItem> parseList(String json) {
        return LoopItemReader.parseList(json);
    }

    public Kind kind() {
        return switch (raw) {
            case Raw.Text _ -> Kind.STRING;
            case Raw.Bare bare -> bare.kind;
            case Raw.Sequence _ -> Kind.LIST;
            case Raw.Mapping _ -> Kind.MAP;
        };
    }

    /** What {@code {{item}}} is: a string without quotes, a number as written, a list or map as compact JSON (LOOP-05). */
    public String text() {
        return text(raw);
    }

    /** {@code item}, and {@code item.<key>} for every key of a map (LOOP-06); all values are texts (SUBST-08). */
    public Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("item", text());
        if (raw instanceof Raw.Mapping(TreeMap<String, Raw> members)) {
            members.forEach((key, value) -> variables.put("item." + key, text(value)));
        }
        return variables;
    }

    /** {@code <name>(<index>:<item text>)} (NODE-05). */
    public String nodeName(String name, int index) {
        String item = nameText().replace("(", "").replace(")", "");
        return name + "(" + index + ":" + item + ")";
    }

    /** The item in a node name, before parentheses are removed (NODE-06). */
    String nameText() {
        return switch (raw) {
            case Raw.Text text -> text.text.replace("\n", "\\n");
            case Raw.Bare bare -> bare.text;
            case Raw.Sequence list ->
                list.elements.stream().map(LoopItem::text).collect(Collectors.joining(" ", "[", "]"));
            case Raw.Mapping map ->
                map.members.entrySet().stream()
                        .map(member -> member.getKey() + ":" + text(member.getValue()))
                        .sorted()
                        .collect(Collectors.joining(","));
        };
    }

    private static String text(Raw raw) {
        return switch (raw) {
            case Raw.Text text -> text.text;
            case Raw.Bare bare -> bare.text;
            case Raw.Sequence _, Raw.Mapping _ -> json(raw);
        };
    }

    private static String json(Raw raw) {
        return switch (raw) {
            case Raw.Text text -> Json.compact(text.text);
            case Raw.Bare bare -> bare.text;
            case Raw.Sequence list ->
                list.elements.stream().map(LoopItem::json).collect(Collectors.joining(",", "[", "]"));
            case Raw.Mapping map ->
                map.members.entrySet().stream()
                        .map(member -> Json.compact(member.getKey()) + ":" + json(member.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
