package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The artifact repository that a run resolved. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactRepositoryRefStatus(
        @Nullable ArtifactRepository artifactRepository,
        @Nullable String configMap,
        @JsonProperty("default") @Nullable Boolean defaultValue,
        @Nullable String key,
        @Nullable String namespace) {}
