package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Argo's {@code OSSLifecycleRule} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OSSLifecycleRule(
        @Nullable Integer markDeletionAfterDays, @Nullable Integer markInfrequentAccessAfterDays) {}
