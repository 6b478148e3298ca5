package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Keeps the outputs of a template under a key. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Memoize(Cache cache, String key, @Nullable String maxAge) {

    public Memoize {
        Copies.required(cache, "Memoize", "cache");
        Copies.required(key, "Memoize", "key");
    }
}
