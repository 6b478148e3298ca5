package dev.skiff.spec;

import dev.skiff.model.ArgoObject;
import org.jspecify.annotations.Nullable;

/** An object together with the places of its values, so that a rule can point at any of them. */
public record Located(ArgoObject object, SourceMap map) {

    public Problem error(DocPath path, String message) {
        return error(path, message, null);
    }

    public Problem error(DocPath path, String message, @Nullable String hint) {
        return Problem.error(map.file(), map.at(path), path.toString(), message, hint);
    }

    public Problem warning(DocPath path, String message, @Nullable String hint) {
        return Problem.warning(map.file(), map.at(path), path.toString(), message, hint);
    }
}
