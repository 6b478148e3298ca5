package dev.skiff.port.service;

/** How a server of a cluster finds out who asks; the first two are Argo's (features.md section 11). */
public enum AuthMode {
    /** By a bearer token of the cluster's, which goes to the API server. */
    CLIENT,
    /** Not at all: who has no token acts with the server's own rights. */
    SERVER,
    /** By a bearer token of an OpenID Connect issuer, which the server verifies; it then acts as that user. */
    OIDC
}
