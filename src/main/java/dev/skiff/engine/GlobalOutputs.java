package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Outputs with a {@code globalName}: they belong to the workflow; later writers win (OUT-08). */
final class GlobalOutputs {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();

    void put(String globalName, String value) {
        parameters.put(
                globalName, Parameter.builder().name(globalName).value(value).build());
    }

    /** OUT-08: without the path at which it was found. */
    Artifact put(String globalName, Artifact artifact) {
        Artifact global = artifact.toBuilder()
                .name(globalName)
                .globalName(null)
                .path(null)
                .build();
        artifacts.put(globalName, global);
        return global;
    }

    List<Artifact> artifacts() {
        return new ArrayList<>(artifacts.values());
    }

    List<Parameter> parameters() {
        return new ArrayList<>(parameters.values());
    }

    void clear() {
        parameters.clear();
        artifacts.clear();
    }

    boolean isEmpty() {
        return parameters.isEmpty() && artifacts.isEmpty();
    }
}
