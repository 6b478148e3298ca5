package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template gives, or what a node gave. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outputs(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Artifact> artifacts,
        @Nullable String exitCode,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Parameter> parameters,
        @Nullable String result) {

    public Outputs {
        artifacts = Copies.list(artifacts);
        parameters = Copies.list(parameters);
    }

    /** An empty builder. */
    public static OutputsBuilder builder() {
        return new OutputsBuilder();
    }

    /** A builder that starts from this value. */
    public OutputsBuilder toBuilder() {
        return new OutputsBuilder(this);
    }
}
