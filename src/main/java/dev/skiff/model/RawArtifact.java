package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/** An artifact in a Raw store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RawArtifact(String data) {

    public RawArtifact {
        Copies.required(data, "RawArtifact", "data");
    }
}
