package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Settings of the executor container. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutorConfig(@Nullable String serviceAccountName) {}
