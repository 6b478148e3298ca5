package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** When an artifact is deleted, and by which pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactGC(
        @Nullable Metadata podMetadata,
        @Nullable String serviceAccountName,
        @Nullable String strategy) {}
