package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** When and how often a failed attempt is repeated (RETRY-01 to RETRY-23). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryStrategy(
        @Nullable RetryAffinity affinity,
        @Nullable Backoff backoff,
        @Nullable String expression,
        @Nullable IntOrString limit,
        @Nullable String retryPolicy) {}
