package dev.skiff.engine;

import dev.skiff.expr.Json;
import dev.skiff.expr.Scope;
import dev.skiff.model.Artifact;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import dev.skiff.model.Parameter;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code steps.X.…} says of one node, and of a loop's nodes together (OUT-14, LOOP-14 to LOOP-19, SKIP-01). */
final class NodeVariables {
    private static final String PARAMETERS = "outputs.parameters.";
    private static final String ARTIFACTS = "outputs.artifacts.";
    private static final List<String> OWN = List.of(
            "id",
            "status",
            "startedAt",
            "finishedAt",
            "ip",
            "hostNodeName",
            "exitCode",
            "outputs.result",
            "outputs.parameters");

    private NodeVariables() {}

    /**
     * @param rest {@code status}, {@code outputs.parameters.p}, …
     * @param called the template that the node would have executed; null when unknown
     */
    static @Nullable Object of(Node referred, String rest, @Nullable CompiledTemplate called) {
        Node node = referred.lastAttempt();
        return switch (rest) {
            case "id" -> node.id;
            case "status" -> node.phase.text();
            case "startedAt" -> rfc3339(node.startedAt);
            case "finishedAt" -> node.finishedAt == null ? Scope.MISSING : rfc3339(node.finishedAt);
            case "ip" -> node.ip.isEmpty() ? Scope.MISSING : node.ip;
            case "hostNodeName" -> node.host.isEmpty() ? Scope.MISSING : node.host;
            case "exitCode" -> node.outputs.exitCode() == null ? Scope.MISSING : node.outputs.exitCode();
            case "outputs.result" -> result(referred);
            case "outputs.parameters" -> Json.compact(asMap(referred.outputs.parameters()));
            default -> output(referred, rest, called);
        };
    }

    private static @Nullable Object output(Node node, String rest, @Nullable CompiledTemplate called) {
        if (rest.startsWith(PARAMETERS)) {
            return parameter(node, rest.substring(PARAMETERS.length()), called);
        }
        return rest.startsWith(ARTIFACTS) ? artifact(node, rest.substring(ARTIFACTS.length()), called) : Scope.MISSING;
    }

    /** SKIP-08: what a skipped step would have given is an artifact without a place; of a skipped task there is nothing. */
    private static Object artifact(Node node, String name, @Nullable CompiledTemplate called) {
        Artifact artifact = node.outputs.artifact(name);
        if (artifact != null) {
            return new ArtifactValue(artifact);
        }
        boolean inSteps = node.boundary != null && node.boundary.type == NodeType.STEPS;
        boolean placeholder = inSteps && neverRan(node) && called != null && called.givesArtifact(name);
        return placeholder ? new ArtifactValue(Artifact.builder().name(name).build()) : Scope.MISSING;
    }

    static void collect(String name, Node node, @Nullable CompiledTemplate called, Map<String, @Nullable Object> into) {
        for (String rest : OWN) {
            put(into, name + "." + rest, of(node, rest, called));
        }
        for (Parameter p : node.outputs.parameters()) {
            put(into, name + "." + PARAMETERS + p.name(), p.value());
        }
        for (Artifact a : node.outputs.artifacts()) {
            into.put(name + "." + ARTIFACTS + a.name(), new ArtifactValue(a));
        }
        if (neverRan(node) && called != null) {
            for (ArtifactText a : called.artifactOutputs) {
                put(into, name + "." + ARTIFACTS + a.name(), artifact(node, a.name(), called));
            }
            for (Parameter p : called.outputs) {
                put(into, name + "." + PARAMETERS + p.name(), parameter(node, p.name(), called));
            }
        }
    }

    private static void put(Map<String, @Nullable Object> into, String name, @Nullable Object value) {
        if (value != Scope.MISSING) {
            into.put(name, value);
        }
    }

    private static @Nullable Object result(Node node) {
        if (node.outputs.result() != null) {
            return node.outputs.result();
        }
        return neverRan(node) ? null : Scope.MISSING;
    }

    private static @Nullable Object parameter(Node node, String name, @Nullable CompiledTemplate called) {
        String value = node.outputs.parameter(name);
        if (value != null) {
            return value;
        }
        if (!neverRan(node)) {
            return Scope.MISSING;
        }
        Parameter declared = called == null ? null : called.output(name);
        if (declared == null) {
            return called == null ? null : Scope.MISSING;
        }
        return declared.valueFrom() == null ? null : declared.valueFrom().defaultValue();
    }

    private static boolean neverRan(Node node) {
        return node.phase == NodePhase.SKIPPED || node.phase == NodePhase.OMITTED;
    }

    /** LOOP-19: a loop step's own facts are those of its group; outputs are put together from the elements. */
    static @Nullable Object ofLoop(Node group, List<Node> elements, String rest) {
        if (!rest.startsWith("outputs.")) {
            return of(group, rest, null);
        }
        try {
            return aggregate(elements, rest);
        } catch (TextTree.Unresolvable e) {
            throw new CallScope.AggregateFailure(e.text());
        }
    }

    static void collectLoop(String name, Node group, List<Node> elements, Map<String, @Nullable Object> into) {
        for (String rest : List.of("id", "status", "startedAt", "finishedAt", "outputs.parameters")) {
            put(into, name + "." + rest, ofLoop(group, elements, rest));
        }
        for (Node n : elements) {
            for (Parameter p : n.outputs.parameters()) {
                String rest = PARAMETERS + p.name();
                into.computeIfAbsent(name + "." + rest, key -> ofLoop(group, elements, rest));
            }
        }
    }

    /** Aggregated outputs of a loop's elements; only those that succeeded contribute (LOOP-16). */
    static Object aggregate(List<Node> elements, String rest) throws TextTree.Unresolvable {
        if (rest.equals("outputs.result")) {
            return results(elements);
        }
        if (rest.equals("outputs.parameters")) {
            List<Object> maps = new ArrayList<>();
            for (Node n : elements) {
                if (contributes(n) && !n.outputs.parameters().isEmpty()) {
                    maps.add(asMap(n.outputs.parameters()));
                }
            }
            return maps.isEmpty() ? Scope.MISSING : Json.compact(maps);
        }
        if (!rest.startsWith(PARAMETERS)) {
            return Scope.MISSING;
        }
        String name = rest.substring(PARAMETERS.length());
        List<String> values = new ArrayList<>();
        for (Node n : elements) {
            String value = contributes(n) ? n.outputs.parameter(name) : null;
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? Scope.MISSING : embedded(values);
    }

    /** LOOP-15: strings, unless every value is a JSON object or list. */
    private static String embedded(List<String> values) {
        List<Object> parsed = new ArrayList<>(values.size());
        for (String value : values) {
            String trimmed = value.strip();
            if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
                return Json.compact(values);
            }
            try {
                parsed.add(Json.parse(value));
            } catch (IllegalArgumentException notJson) {
                return Json.compact(values);
            }
        }
        return Json.compact(parsed);
    }

    /** LOOP-14: each result is JSON. */
    private static Object results(List<Node> elements) throws TextTree.Unresolvable {
        List<Object> parsed = new ArrayList<>();
        for (Node n : elements) {
            String result = contributes(n) ? n.outputs.result() : null;
            if (result == null) {
                continue;
            }
            try {
                parsed.add(Json.parse(result));
            } catch (IllegalArgumentException e) {
                throw new TextTree.Unresolvable("the result of " + n.name
                        + " is not JSON, so the results of the loop cannot be put into one list: it starts with '"
                        + Texts.start(result) + "'. Print a JSON value, for instance a quoted string");
            }
        }
        return parsed.isEmpty() ? Scope.MISSING : Json.compact(parsed);
    }

    private static boolean contributes(Node n) {
        return n.phase == NodePhase.SUCCEEDED && n.type != NodeType.SKIPPED && !n.hooked;
    }

    private static Map<String, Object> asMap(List<Parameter> parameters) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            map.put(p.name(), p.value() == null ? "" : p.value());
        }
        return map;
    }

    static String rfc3339(java.time.Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }
}
