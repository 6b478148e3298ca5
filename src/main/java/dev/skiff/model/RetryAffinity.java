package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Where a retry may run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryAffinity(@Nullable RetryNodeAntiAffinity nodeAntiAffinity) {}
