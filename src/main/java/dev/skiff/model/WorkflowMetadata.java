package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/** Labels and annotations that a submission adds to the workflow. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowMetadata(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, LabelValueFrom> labelsFrom) {

    public WorkflowMetadata {
        annotations = Copies.map(annotations);
        labels = Copies.map(labels);
        labelsFrom = Copies.map(labelsFrom);
    }
}
