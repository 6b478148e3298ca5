package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Argo's {@code MutexHolding} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MutexHolding(
        @Nullable String holder, @Nullable String mutex) {}
