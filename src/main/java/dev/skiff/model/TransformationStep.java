package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** One expression over {@code data}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransformationStep(String expression) {

    public TransformationStep {
        Copies.required(expression, "TransformationStep", "expression");
    }
}
