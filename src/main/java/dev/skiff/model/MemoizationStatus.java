package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** What memoization did for a node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemoizationStatus(String cacheName, Boolean hit, String key) {

    public MemoizationStatus {
        Copies.required(cacheName, "MemoizationStatus", "cacheName");
        Copies.required(hit, "MemoizationStatus", "hit");
        Copies.required(key, "MemoizationStatus", "key");
    }
}
