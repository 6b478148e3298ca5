package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The artifact garbage collection of a whole workflow. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowLevelArtifactGC(
        @Nullable Boolean forceFinalizerRemoval,
        @Nullable Metadata podMetadata,
        @Nullable String podSpecPatch,
        @Nullable String serviceAccountName,
        @Nullable String strategy) {}
