package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Argo's {@code SemaphoreHolding} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SemaphoreHolding(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> holders,
        @Nullable String semaphore) {

    public SemaphoreHolding {
        holders = Copies.list(holders);
    }
}
