package dev.skiff.engine;

import dev.skiff.model.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input parameters with the values of one invocation.
 *
 * @param parameters as declared by the template, each with its value
 */
record Bound(List<Parameter> parameters) {
    static final Bound NONE = new Bound(List.of());

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
