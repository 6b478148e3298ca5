package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Argo's {@code OAuth2Auth} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OAuth2Auth(
        @Nullable SecretKeySelector clientIDSecret,
        @Nullable SecretKeySelector clientSecretSecret,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OAuth2EndpointParam> endpointParams,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> scopes,
        @Nullable SecretKeySelector tokenURLSecret) {

    public OAuth2Auth {
        endpointParams = Copies.list(endpointParams);
        scopes = Copies.list(scopes);
    }
}
