package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Progress of artifact garbage collection. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtGCStatus(
        @Nullable Boolean notSpecified,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Boolean> podsRecouped,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Boolean> strategiesProcessed) {

    public ArtGCStatus {
        podsRecouped = Copies.map(podsRecouped);
        strategiesProcessed = Copies.map(strategiesProcessed);
    }
}
