package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** An artifact in an Azure store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AzureArtifact(
        @Nullable SecretKeySelector accountKeySecret,
        String blob,
        String container,
        String endpoint,
        @Nullable Boolean useSDKCreds) {

    public AzureArtifact {
        Copies.required(blob, "AzureArtifact", "blob");
        Copies.required(container, "AzureArtifact", "container");
        Copies.required(endpoint, "AzureArtifact", "endpoint");
    }
}
