package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An artifact in a Plugin store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PluginArtifact(
        @Nullable String configuration,
        @Nullable Integer connectionTimeoutSeconds,
        String key,
        @Nullable String name) {

    public PluginArtifact {
        Copies.required(key, "PluginArtifact", "key");
    }
}
