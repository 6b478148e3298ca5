package dev.skiff.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Outputs}; what is not set is absent. */
public final class OutputsBuilder {

    private List<Artifact> artifacts = List.of();
    private @Nullable String exitCode;
    private List<Parameter> parameters = List.of();
    private @Nullable String result;

    OutputsBuilder() {}

    OutputsBuilder(Outputs from) {
        this.artifacts = from.artifacts();
        this.exitCode = from.exitCode();
        this.parameters = from.parameters();
        this.result = from.result();
    }

    public OutputsBuilder artifacts(List<Artifact> v) {
        this.artifacts = v;
        return this;
    }

    public OutputsBuilder exitCode(@Nullable String v) {
        this.exitCode = v;
        return this;
    }

    public OutputsBuilder parameters(List<Parameter> v) {
        this.parameters = v;
        return this;
    }

    public OutputsBuilder result(@Nullable String v) {
        this.result = v;
        return this;
    }

    public Outputs build() {
        return new Outputs(artifacts, exitCode, parameters, result);
    }
}
