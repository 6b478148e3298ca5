package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/** Labels and annotations of a pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Metadata(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels) {

    public Metadata {
        annotations = Copies.map(annotations);
        labels = Copies.map(labels);
    }
}
