package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Names the ConfigMap entry that describes an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactRepositoryRef(
        @Nullable String configMap, @Nullable String key) {}
