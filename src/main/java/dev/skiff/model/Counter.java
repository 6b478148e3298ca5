package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A metric that only grows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Counter(String value) {

    public Counter {
        Copies.required(value, "Counter", "value");
    }
}
