package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What a template takes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Inputs(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Artifact> artifacts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Parameter> parameters) {

    public Inputs {
        artifacts = Copies.list(artifacts);
        parameters = Copies.list(parameters);
    }
}
