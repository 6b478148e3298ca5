package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Argo's {@code MetricLabel} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricLabel(String key, String value) {

    public MetricLabel {
        Copies.required(key, "MetricLabel", "key");
        Copies.required(value, "MetricLabel", "value");
    }
}
