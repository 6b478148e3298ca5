package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An action on a Kubernetes object. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceTemplate(
        String action,
        @Nullable String failureCondition,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> flags,
        @Nullable String manifest,
        @Nullable ManifestFrom manifestFrom,
        @Nullable String mergeStrategy,
        @Nullable Boolean setOwnerReference,
        @Nullable String successCondition) {

    public ResourceTemplate {
        Copies.required(action, "ResourceTemplate", "action");
        flags = Copies.list(flags);
    }
}
