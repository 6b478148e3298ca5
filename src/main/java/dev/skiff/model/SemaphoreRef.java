package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import org.jspecify.annotations.Nullable;

/** A lock with a counted number of holders. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SemaphoreRef(
        @Nullable ConfigMapKeySelector configMapKeyRef,
        @Nullable SyncDatabaseRef database,
        @Nullable String namespace) {}
