package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graph of tasks. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DAGTemplate(
        @Nullable Boolean failFast,
        @Nullable String target,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DAGTask> tasks) {

    public DAGTemplate {
        tasks = Copies.list(tasks);
    }
}
