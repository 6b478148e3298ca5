package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Argo's {@code HTTPBodySource} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HTTPBodySource(@Nullable String bytes) {}
