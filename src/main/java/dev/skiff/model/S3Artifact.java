package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** An artifact in an S3 store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3Artifact(
        @Nullable SecretKeySelector accessKeySecret,
        @Nullable String addressingStyle,
        @Nullable String bucket,
        @Nullable SecretKeySelector caSecret,
        @Nullable CreateS3BucketOptions createBucketIfNotPresent,
        @Nullable S3EncryptionOptions encryptionOptions,
        @Nullable String endpoint,
        @Nullable Boolean insecure,
        @Nullable String key,
        @Nullable String region,
        @Nullable String roleARN,
        @Nullable SecretKeySelector secretKeySecret,
        @Nullable SecretKeySelector sessionTokenSecret,
        @Nullable Boolean useSDKCreds) {

    /** A place that says only a key. */
    public static S3Artifact ofKey(String key) {
        return new S3Artifact(null, null, null, null, null, null, null, null, key, null, null, null, null, null);
    }

    /** Another key in the same store. */
    public S3Artifact withKey(String other) {
        return new S3Artifact(
                accessKeySecret,
                addressingStyle,
                bucket,
                caSecret,
                createBucketIfNotPresent,
                encryptionOptions,
                endpoint,
                insecure,
                other,
                region,
                roleARN,
                secretKeySecret,
                sessionTokenSecret,
                useSDKCreds);
    }
}
