package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a finished node hands over.
 *
 * @param artifacts each with its place; one without stands for what a skipped step would have given (SKIP-08)
 * @param parameters with values, in declared order; of pods they keep {@code valueFrom}
 * @param result standard output, or null when it was not captured
 * @param exitCode of the main container as text, or null
 */
record NodeOutputs(
        List<Artifact> artifacts,
        List<Parameter> parameters,
        @Nullable String result,
        @Nullable String exitCode) {
    static final NodeOutputs NONE = new NodeOutputs(List.of(), List.of(), null, null);

    /** As they are kept in a cache or an earlier status; none for null. */
    static NodeOutputs of(@Nullable Outputs kept) {
        return kept == null
                ? NONE
                : new NodeOutputs(kept.artifacts(), kept.parameters(), kept.result(), kept.exitCode());
    }

    /** In Argo's shape; null when there are none. */
    @Nullable
    Outputs status() {
        return isEmpty()
                ? null
                : Outputs.builder()
                        .artifacts(artifacts)
                        .parameters(parameters)
                        .result(result)
                        .exitCode(exitCode)
                        .build();
    }

    NodeOutputs withParameters(List<Parameter> others) {
        return new NodeOutputs(artifacts, List.copyOf(others), result, exitCode);
    }

    boolean isEmpty() {
        return artifacts.isEmpty() && parameters.isEmpty() && result == null && exitCode == null;
    }

    /** The output artifact of that name, or null. */
    @Nullable
    Artifact artifact(String name) {
        for (Artifact a : artifacts) {
            if (a.name().equals(name)) {
                return a;
            }
        }
        return null;
    }

    /** The value of an output parameter, or null when there is none of that name. */
    @Nullable
    String parameter(String name) {
        for (Parameter p : parameters) {
            if (p.name().equals(name)) {
                return p.value();
            }
        }
        return null;
    }
}
