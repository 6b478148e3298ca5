package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** An artifact in an OSS store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OSSArtifact(
        @Nullable SecretKeySelector accessKeySecret,
        @Nullable String bucket,
        @Nullable Boolean createBucketIfNotPresent,
        @Nullable String endpoint,
        String key,
        @Nullable OSSLifecycleRule lifecycleRule,
        @Nullable SecretKeySelector secretKeySecret,
        @Nullable String securityToken,
        @Nullable Boolean useSDKCreds) {

    public OSSArtifact {
        Copies.required(key, "OSSArtifact", "key");
    }
}
