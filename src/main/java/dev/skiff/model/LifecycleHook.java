package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A template that runs when an expression becomes true, or at exit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LifecycleHook(
        @Nullable Arguments arguments,
        @Nullable String expression,
        @Nullable String template,
        @Nullable TemplateRef templateRef) {}
