package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/** When finished pods are deleted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodGC(
        @Nullable String deleteDelayDuration,
        @Nullable LabelSelector labelSelector,
        @Nullable String strategy) {}
