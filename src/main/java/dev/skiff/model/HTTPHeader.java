package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A header with a literal value or one from a secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HTTPHeader(
        String name, @Nullable String value, @Nullable HTTPHeaderSource valueFrom) {

    public HTTPHeader {
        Copies.required(name, "HTTPHeader", "name");
    }
}
