package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Metrics to emit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Metrics(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Prometheus> prometheus) {

    public Metrics {
        prometheus = Copies.list(prometheus);
    }
}
