package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connection and key format of a HDFS store as an artifact repository. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HDFSArtifactRepository(
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
        @Nullable String pathFormat) {

    public HDFSArtifactRepository {
        addresses = Copies.list(addresses);
    }
}
