package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Names the resource whose spec is run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowTemplateRef(
        @Nullable Boolean clusterScope, @Nullable String name) {}
