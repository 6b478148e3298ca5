package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An artifact in a HTTP store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HTTPArtifact(
        @Nullable HTTPAuth auth,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Header> headers,
        @Nullable Boolean saveStreamViaFile,
        String url) {

    public HTTPArtifact {
        headers = Copies.list(headers);
        Copies.required(url, "HTTPArtifact", "url");
    }
}
