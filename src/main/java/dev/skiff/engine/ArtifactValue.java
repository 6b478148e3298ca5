package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.ModelMapper;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An artifact as a value of an expression (features.md section 5): a map of its fields by their names in YAML, which is made only when
 * somebody looks inside.
 */
final class ArtifactValue extends AbstractMap<String, Object> {
    private final Artifact artifact;
    private @Nullable Map<String, Object> fields;

    ArtifactValue(Artifact artifact) {
        this.artifact = artifact;
    }

    Artifact artifact() {
        return artifact;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> made = fields;
        if (made == null) {
            made = ModelMapper.strict().convertValue(artifact, Map.class);
            fields = made;
        }
        return made.entrySet();
    }
}
