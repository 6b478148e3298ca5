package dev.skiff.rehearsal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.NodePhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step or task of a plan, or a loop. Filled in by {@link Plan} and read by whoever shows it. */
public final class PlanNode {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Relative to the node that it is shown below. */
    public final String label;

    /** See {@link NodePath}. */
    public final String path;

    /** The place in the order of starts among its siblings; those of one number start side by side. 0 when there is no order. */
    public int order;

    /** {@code container}, {@code dag}, …; empty when it is not known. */
    public String kind = "";

    public String template = "";
    /** Null for a loop that has no node of its own. */
    public @Nullable NodePhase phase;

    /** Why it is skipped, omitted, or cannot be planned; empty otherwise. */
    public String message = "";

    /** Names of the tasks that it waits for. */
    public List<String> after = List.of();

    public @Nullable String depends;
    public @Nullable String when;
    public Map<String, String> inputs = Map.of();
    /** Image, command, url, manifest and the like, after substitution, in the order in which they are shown. */
    public final Map<String, Object> details = new LinkedHashMap<>();

    public final List<Output> outputs = new ArrayList<>();
    /** How many elements a loop has; 0 for everything else. */
    public int width;

    public final List<PlanNode> children = new ArrayList<>();

    PlanNode(String label, String path) {
        this.label = label;
        this.path = path;
    }

    /**
     * @param name {@code parameters.x} or {@code result}
     * @param invented null when a mock, a default or the workflow itself gives it; else why so, or empty
     */
    public record Output(
            String name, String value, @Nullable String invented) {}

    ObjectNode json() {
        ObjectNode json = JSON.objectNode();
        json.put("name", label).put("path", path);
        if (order > 0) {
            json.put("order", order);
        }
        put(json, "template", template);
        put(json, "kind", kind);
        if (phase != null) {
            json.put("phase", phase.text());
        }
        put(json, "message", message);
        if (!after.isEmpty()) {
            after.forEach(json.putArray("after")::add);
        }
        put(json, "depends", depends);
        put(json, "when", when);
        if (width > 0) {
            json.put("width", width);
        }
        if (!inputs.isEmpty()) {
            inputs.forEach(json.putObject("inputs")::put);
        }
        details.forEach((name, value) -> json.set(name, value(value)));
        if (!outputs.isEmpty()) {
            ArrayNode list = json.putArray("outputs");
            for (Output o : outputs) {
                ObjectNode one = list.addObject().put("name", o.name()).put("value", o.value());
                if (o.invented() != null) {
                    one.put("invented", o.invented());
                }
            }
        }
        if (!children.isEmpty()) {
            ArrayNode list = json.putArray("children");
            children.forEach(child -> list.add(child.json()));
        }
        return json;
    }

    private static com.fasterxml.jackson.databind.JsonNode value(Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(item -> array.add(value(item)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((k, v) -> object.set(String.valueOf(k), value(v)));
            return object;
        }
        return JSON.textNode(value.toString());
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(name, value);
        }
    }
}
