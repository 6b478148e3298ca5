package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Lists artifact paths and transforms the list. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Data(
        DataSource source,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TransformationStep> transformation) {

    public Data {
        Copies.required(source, "Data", "source");
        transformation = Copies.list(transformation);
    }
}
