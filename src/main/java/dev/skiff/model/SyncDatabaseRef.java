package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Argo's {@code SyncDatabaseRef} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncDatabaseRef(String key) {

    public SyncDatabaseRef {
        Copies.required(key, "SyncDatabaseRef", "key");
    }
}
