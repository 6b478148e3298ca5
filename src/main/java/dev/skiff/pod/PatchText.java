package dev.skiff.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The text of a podSpecPatch, YAML or JSON, as a tree. */
final class PatchText {

    private static final int DEEPEST = 100;
    private static final int LONGEST = 1 << 20;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(LONGEST)
            .setLabel("podSpecPatch")
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private PatchText() {}

    /** @throws StrategicMerge.Unfit when the text is no map; the message does not show the text, which may hold secrets */
    static ObjectNode read(String text) throws StrategicMerge.Unfit {
        Object value;
        try {
            refuseDepth(text);
            value = new Load(SETTINGS).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            throw new StrategicMerge.Unfit("it is neither YAML nor JSON: " + e.getProblem()
                    + e.getProblemMark()
                            .map(m -> " at line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1))
                            .orElse(""));
        } catch (YamlEngineException e) {
            throw new StrategicMerge.Unfit("it is neither YAML nor JSON: " + e.getMessage());
        }
        JsonNode tree = JSON.valueToTree(value);
        if (tree instanceof ObjectNode map) {
            return map;
        }
        throw new StrategicMerge.Unfit(
                "it must be a map of the fields of a pod's spec, such as {\"containers\":[{\"name\":\"main\"}]}");
    }

    private static void refuseDepth(String text) throws StrategicMerge.Unfit {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                throw new StrategicMerge.Unfit("it is nested more than " + DEEPEST + " levels deep");
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** The spec with all patches, the first one first. */
    static ObjectNode apply(ObjectNode spec, List<String> patches) throws StrategicMerge.Unfit {
        ObjectNode patched = spec;
        for (String patch : patches) {
            if (!patch.isBlank()) {
                patched = StrategicMerge.merge(patched, read(patch));
            }
        }
        return patched;
    }
}
