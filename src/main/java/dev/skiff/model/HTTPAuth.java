package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Argo's {@code HTTPAuth} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HTTPAuth(
        @Nullable BasicAuth basicAuth,
        @Nullable ClientCertAuth clientCert,
        @Nullable OAuth2Auth oauth2) {}
