package dev.skiff.model;

/** The value is supplied from outside (by a person or through the API) while a suspend node waits. */
public record SuppliedValueFrom() {}
