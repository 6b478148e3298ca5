package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Names a template of another resource. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateRef(
        @Nullable Boolean clusterScope,
        @Nullable String name,
        @Nullable String template) {}
