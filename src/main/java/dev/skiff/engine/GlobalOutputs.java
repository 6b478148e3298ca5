package dev.skiff.engine;

import dev.skiff.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Outputs with a {@code globalName}: they belong to the workflow; later writers win (OUT-08). */
final class GlobalOutputs {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    void put(String globalName, String value) {
        parameters.put(
                globalName, Parameter.builder().name(globalName).value(value).build());
    }

    List<Parameter> parameters() {
        return new ArrayList<>(parameters.values());
    }

    boolean isEmpty() {
        return parameters.isEmpty();
    }
}
