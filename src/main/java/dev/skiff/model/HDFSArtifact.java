package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An artifact in a HDFS store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HDFSArtifact(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> addresses,
        @Nullable String dataTransferProtection,
        @Nullable Boolean force,
        @Nullable String hdfsUser,
        @Nullable SecretKeySelector krbCCacheSecret,
        @Nullable ConfigMapKeySelector krbConfigConfigMap,
        @Nullable SecretKeySelector krbKeytabSecret,
        @Nullable String krbRealm,
        @Nullable String krbServicePrincipalName,
        @Nullable String krbUsername,
        String path) {

    public HDFSArtifact {
        addresses = Copies.list(addresses);
        Copies.required(path, "HDFSArtifact", "path");
    }
}
