package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Argo's {@code MutexStatus} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MutexStatus(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MutexHolding> holding,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MutexHolding> waiting) {

    public MutexStatus {
        holding = Copies.list(holding);
        waiting = Copies.list(waiting);
    }
}
