package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A lock with one holder. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Mutex(
        @Nullable Boolean database,
        @Nullable String name,
        @Nullable String namespace) {}
