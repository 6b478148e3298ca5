package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Argo's {@code ExecutorPluginSpec} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutorPluginSpec(ExecutorPluginSidecar sidecar) {

    public ExecutorPluginSpec {
        Copies.required(sidecar, "ExecutorPluginSpec", "sidecar");
    }
}
