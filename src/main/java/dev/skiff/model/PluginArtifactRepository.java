package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Connection and key format of a Plugin store as an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PluginArtifactRepository(
        String configuration, @Nullable String keyFormat, String name) {

    public PluginArtifactRepository {
        Copies.required(configuration, "PluginArtifactRepository", "configuration");
        Copies.required(name, "PluginArtifactRepository", "name");
    }
}
