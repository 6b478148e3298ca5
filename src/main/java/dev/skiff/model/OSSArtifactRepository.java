package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** Connection and key format of an OSS store as an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OSSArtifactRepository(
        @Nullable SecretKeySelector accessKeySecret,
        @Nullable String bucket,
        @Nullable Boolean createBucketIfNotPresent,
        @Nullable String endpoint,
        @Nullable String keyFormat,
        @Nullable OSSLifecycleRule lifecycleRule,
        @Nullable SecretKeySelector secretKeySecret,
        @Nullable String securityToken,
        @Nullable Boolean useSDKCreds) {}
