package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** An artifact in a GCS store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GCSArtifact(
        @Nullable String bucket, String key, @Nullable SecretKeySelector serviceAccountKeySecret) {

    public GCSArtifact {
        Copies.required(key, "GCSArtifact", "key");
    }
}
