package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** How long to wait between attempts (RETRY-10 to RETRY-14). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Backoff(
        @Nullable String cap,
        @Nullable String duration,
        @Nullable IntOrString factor,
        @Nullable String maxDuration) {}
