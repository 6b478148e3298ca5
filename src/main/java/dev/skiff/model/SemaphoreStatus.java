package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Argo's {@code SemaphoreStatus} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SemaphoreStatus(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SemaphoreHolding> holding,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SemaphoreHolding> waiting) {

    public SemaphoreStatus {
        holding = Copies.list(holding);
        waiting = Copies.list(waiting);
    }
}
