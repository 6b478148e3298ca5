package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Argo's {@code OAuth2EndpointParam} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OAuth2EndpointParam(String key, @Nullable String value) {

    public OAuth2EndpointParam {
        Copies.required(key, "OAuth2EndpointParam", "key");
    }
}
