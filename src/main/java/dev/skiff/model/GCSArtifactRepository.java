package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** Connection and key format of a GCS store as an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GCSArtifactRepository(
        @Nullable String bucket,
        @Nullable String keyFormat,
        @Nullable SecretKeySelector serviceAccountKeySecret) {}
