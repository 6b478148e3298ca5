package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** Connection and key format of an Artifactory store as an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactoryArtifactRepository(
        @Nullable String keyFormat,
        @Nullable SecretKeySelector passwordSecret,
        @Nullable String repoURL,
        @Nullable SecretKeySelector usernameSecret) {}
