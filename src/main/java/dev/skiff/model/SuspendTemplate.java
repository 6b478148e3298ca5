package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Waits for approval, or for a time. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SuspendTemplate(@Nullable String duration) {}
