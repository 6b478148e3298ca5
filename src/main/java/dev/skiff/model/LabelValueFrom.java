package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Argo's {@code LabelValueFrom} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelValueFrom(String expression) {

    public LabelValueFrom {
        Copies.required(expression, "LabelValueFrom", "expression");
    }
}
