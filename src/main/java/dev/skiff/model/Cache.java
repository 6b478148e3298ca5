package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LocalObjectReference;

/** Where memoized outputs are kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cache(LocalObjectReference configMap) {

    public Cache {
        Copies.required(configMap, "Cache", "configMap");
    }
}
