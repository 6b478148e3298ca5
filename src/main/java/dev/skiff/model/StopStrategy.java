package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** When a CronWorkflow stops for good. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StopStrategy(String expression) {

    public StopStrategy {
        Copies.required(expression, "StopStrategy", "expression");
    }
}
