package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A metric that goes up and down. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Gauge(@Nullable String operation, @Nullable Boolean realtime, String value) {

    public Gauge {
        Copies.required(value, "Gauge", "value");
    }
}
