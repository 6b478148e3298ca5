package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Which outcomes of a step do not stop its parent (STEPS-06). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContinueOn(@Nullable Boolean error, @Nullable Boolean failed) {}
