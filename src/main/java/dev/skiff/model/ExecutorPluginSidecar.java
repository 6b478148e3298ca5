package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Container;
import org.jspecify.annotations.Nullable;

/** Argo's {@code ExecutorPluginSidecar} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutorPluginSidecar(@Nullable Boolean automountServiceAccountToken, Container container) {

    public ExecutorPluginSidecar {
        Copies.required(container, "ExecutorPluginSidecar", "container");
    }
}
