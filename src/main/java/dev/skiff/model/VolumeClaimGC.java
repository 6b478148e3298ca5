package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** When volume claims of a workflow are deleted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolumeClaimGC(@Nullable String strategy) {}
