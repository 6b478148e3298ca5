package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** Repeats of a container set member, inside its pod (RETRY-20). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerSetRetryStrategy(@Nullable String duration, IntOrString retries) {

    public ContainerSetRetryStrategy {
        Copies.required(retries, "ContainerSetRetryStrategy", "retries");
    }
}
