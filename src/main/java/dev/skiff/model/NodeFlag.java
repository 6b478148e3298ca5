package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Whether a node came from a hook or from a retry. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeFlag(@Nullable Boolean hooked, @Nullable Boolean retried) {}
