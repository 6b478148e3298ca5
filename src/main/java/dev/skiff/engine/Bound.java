package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one invocation.
 *
 * @param parameters as declared by the template, each with its value
 * @param artifacts as declared by the template, each with its place; one without was optional and not supplied
 */
record Bound(List<Parameter> parameters, List<Artifact> artifacts) {
    static final Bound NONE = new Bound(List.of(), List.of());

    boolean isEmpty() {
        return parameters.isEmpty() && artifacts.isEmpty();
    }

    /** The artifact, or null when the template declares no such input. */
    @Nullable
    Artifact artifact(String name) {
        for (Artifact a : artifacts) {
            if (a.name().equals(name)) {
                return a;
            }
        }
        return null;
    }

    Bound withParameters(List<Parameter> others) {
        return new Bound(List.copyOf(others), artifacts);
    }

    /** The value, or null when the template declares no such input. */
    @Nullable
    String value(String name) {
        for (Parameter p : parameters) {
            if (p.name().equals(name)) {
                return p.value();
            }
        }
        return null;
    }
}
