package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** Argo's {@code ExecutorPlugin} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutorPlugin(ObjectMeta metadata, ExecutorPluginSpec spec) {

    public ExecutorPlugin {
        Copies.required(metadata, "ExecutorPlugin", "metadata");
        Copies.required(spec, "ExecutorPlugin", "spec");
    }
}
