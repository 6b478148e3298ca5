package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Pack as tar, gzip-compressed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TarStrategy(@Nullable Integer compressionLevel) {}
