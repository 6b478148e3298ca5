package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** Argo's {@code HTTPHeaderSource} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HTTPHeaderSource(@Nullable SecretKeySelector secretKeyRef) {}
