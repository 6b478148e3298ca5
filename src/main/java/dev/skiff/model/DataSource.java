package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What a data template reads. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DataSource(@Nullable ArtifactPaths artifactPaths) {}
