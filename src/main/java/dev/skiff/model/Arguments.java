package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What a caller passes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Arguments(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Artifact> artifacts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Parameter> parameters) {

    public Arguments {
        artifacts = Copies.list(artifacts);
        parameters = Copies.list(parameters);
    }
}
