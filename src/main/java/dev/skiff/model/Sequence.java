package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** A numeric loop: {@code count} or {@code end}, not both. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sequence(
        @Nullable IntOrString count,
        @Nullable IntOrString end,
        @Nullable String format,
        @Nullable IntOrString start) {}
