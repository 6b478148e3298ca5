package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One metric. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prometheus(
        @Nullable Counter counter,
        @Nullable Gauge gauge,
        String help,
        @Nullable Histogram histogram,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MetricLabel> labels,
        String name,
        @Nullable String when) {

    public Prometheus {
        Copies.required(help, "Prometheus", "help");
        labels = Copies.list(labels);
        Copies.required(name, "Prometheus", "name");
    }
}
