package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Argo's {@code CreateS3BucketOptions} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreateS3BucketOptions(@Nullable Boolean objectLocking) {}
