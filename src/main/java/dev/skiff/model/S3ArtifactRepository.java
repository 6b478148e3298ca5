package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** Connection and key format of an S3 store as an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3ArtifactRepository(
        @Nullable SecretKeySelector accessKeySecret,
        @Nullable String addressingStyle,
        @Nullable String bucket,
        @Nullable SecretKeySelector caSecret,
        @Nullable CreateS3BucketOptions createBucketIfNotPresent,
        @Nullable S3EncryptionOptions encryptionOptions,
        @Nullable String endpoint,
        @Nullable Boolean insecure,
        @Nullable String keyFormat,
        @Nullable String keyPrefix,
        @Nullable String region,
        @Nullable String roleARN,
        @Nullable SecretKeySelector secretKeySecret,
        @Nullable SecretKeySelector sessionTokenSecret,
        @Nullable Boolean useSDKCreds) {}
