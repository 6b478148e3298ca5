package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Locks that are held while a workflow or template runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Synchronization(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mutex> mutexes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SemaphoreRef> semaphores) {

    public Synchronization {
        mutexes = Copies.list(mutexes);
        semaphores = Copies.list(semaphores);
    }
}
