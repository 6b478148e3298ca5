package dev.skiff.engine;

import dev.skiff.model.Artifact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, resolved.
 *
 * @param artifacts by the names that the callee knows; optional ones that are not there are left out. One may have no place: that of a step
 *     that was skipped (SKIP-08)
 */
record Supplied(List<Invocation.Argument> parameters, List<Artifact> artifacts) {
    static final Supplied NONE = new Supplied(List.of(), List.of());

    @Nullable
    Artifact artifact(String name) {
        for (Artifact a : artifacts) {
            if (a.name().equals(name)) {
                return a;
            }
        }
        return null;
    }
}
