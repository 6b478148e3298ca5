package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** Argo's {@code S3EncryptionOptions} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3EncryptionOptions(
        @Nullable Boolean enableEncryption,
        @Nullable String kmsEncryptionContext,
        @Nullable String kmsKeyId,
        @Nullable SecretKeySelector serverSideCustomerKeySecret) {}
