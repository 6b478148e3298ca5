package dev.skiff.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.spec.Position;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ReadLimits;
import dev.skiff.spec.Source;
import dev.skiff.spec.SourceMap;
import dev.skiff.spec.read.Documents;
import dev.skiff.spec.read.Findings;
import dev.skiff.spec.read.Node;
import dev.skiff.spec.shape.Shapes;
import dev.skiff.spec.shape.Structure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of ours, read as strictly as Argo's: every unknown field and wrong value is a problem with its place.
 *
 * @param value null when the file cannot be used
 * @param map where its values stand; null when nothing could be read
 */
record Documented<T>(@Nullable T value, @Nullable SourceMap map, List<Problem> problems) {

    /** @param type a record, registered in {@code config.ReflectionTargets} */
    static <T> Documented<T> read(Source source, Class<T> type) {
        Findings findings = new Findings(source.name());
        List<Node> roots = Documents.read(source, ReadLimits.DEFAULT, findings);
        if (roots.size() != 1) {
            if (roots.size() > 1) {
                findings.error(Position.NONE, "there is more than one document in it");
            }
            return new Documented<>(null, null, findings.problems());
        }
        Node root = roots.getFirst();
        Structure structure = new Structure(findings, false, false);
        Optional<JsonNode> json = structure.check(root, Shapes.of(type));
        SourceMap map = new SourceMap(source.name(), root);
        if (!structure.fits() || json.isEmpty()) {
            return new Documented<>(null, map, findings.problems());
        }
        try {
            return new Documented<>(ModelMapper.strict().treeToValue(json.get(), type), map, findings.problems());
        } catch (JsonProcessingException e) {
            findings.error(root.at(), "the document does not fit: " + e.getOriginalMessage());
            return new Documented<>(null, map, findings.problems());
        }
    }
}
