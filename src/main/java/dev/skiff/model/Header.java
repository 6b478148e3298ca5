package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Argo's {@code Header} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Header(String name, String value) {

    public Header {
        Copies.required(name, "Header", "name");
        Copies.required(value, "Header", "value");
    }
}
