package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Argo's {@code ManifestFrom} value, field by field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestFrom(Artifact artifact) {

    public ManifestFrom {
        Copies.required(artifact, "ManifestFrom", "artifact");
    }
}
