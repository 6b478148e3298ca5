package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One condition in a status. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @Nullable String message,
        @Nullable String status,
        @Nullable String type) {}
