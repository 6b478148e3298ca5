package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** An artifact in an Artifactory store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactoryArtifact(
        @Nullable SecretKeySelector passwordSecret,
        String url,
        @Nullable SecretKeySelector usernameSecret) {

    public ArtifactoryArtifact {
        Copies.required(url, "ArtifactoryArtifact", "url");
    }
}
