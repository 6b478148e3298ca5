package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** How many seconds a finished workflow is kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TTLStrategy(
        @Nullable Integer secondsAfterCompletion,
        @Nullable Integer secondsAfterFailure,
        @Nullable Integer secondsAfterSuccess) {}
