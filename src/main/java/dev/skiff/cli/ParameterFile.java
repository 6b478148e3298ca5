package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.ReadLimits;
import dev.skiff.spec.Source;
import dev.skiff.spec.read.Documents;
import dev.skiff.spec.read.Findings;
import dev.skiff.spec.read.Node;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters in a file, YAML or JSON: one mapping of names to values; what is no text is passed as its JSON (PARAM-17). */
final class ParameterFile {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ParameterFile() {}

    /** @throws UserError when it is not such a mapping */
    static Map<String, String> read(Source file) {
        Findings findings = new Findings(file.name());
        List<Node> documents = Documents.read(file, ReadLimits.DEFAULT, findings);
        if (!findings.problems().isEmpty()) {
            throw new UserError(ProblemFormat.TEXT.render(findings.problems()).strip());
        }
        if (documents.size() != 1 || !(documents.getFirst() instanceof Node.Mapping values)) {
            throw new UserError(file.name() + ": a parameter file is one mapping (name: value)");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Node.Entry entry : values.entries()) {
            JsonNode value = json(entry.value());
            parameters.put(entry.key(), value.isTextual() ? value.textValue() : value.toString());
        }
        return parameters;
    }

    private static JsonNode json(Node node) {
        return switch (node) {
            case Node.Scalar s -> scalar(s);
            case Node.Sequence list -> {
                ArrayNode array = JSON.arrayNode();
                list.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Node.Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach(e -> object.set(e.key(), json(e.value())));
                yield object;
            }
        };
    }

    private static JsonNode scalar(Node.Scalar scalar) {
        return switch (scalar.value()) {
            case null -> JSON.nullNode();
            case Boolean b -> JSON.booleanNode(b);
            case BigInteger i -> JSON.numberNode(i);
            // the number as Go would write it
            case Double d -> JSON.rawValueNode(new com.fasterxml.jackson.databind.util.RawValue(scalar.asText()));
            default -> JSON.textNode(scalar.asText());
        };
    }
}
