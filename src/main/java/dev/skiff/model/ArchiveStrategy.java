package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** How an output artifact is packed; at most one field is set, none means tar. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArchiveStrategy(
        @Nullable NoneStrategy none,
        @Nullable TarStrategy tar,
        @Nullable ZipStrategy zip) {}
