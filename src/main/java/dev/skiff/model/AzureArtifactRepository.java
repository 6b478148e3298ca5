package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import org.jspecify.annotations.Nullable;

/** Connection and key format of an Azure store as an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AzureArtifactRepository(
        @Nullable SecretKeySelector accountKeySecret,
        @Nullable String blobNameFormat,
        String container,
        String endpoint,
        @Nullable Boolean useSDKCreds) {

    public AzureArtifactRepository {
        Copies.required(container, "AzureArtifactRepository", "container");
        Copies.required(endpoint, "AzureArtifactRepository", "endpoint");
    }
}
