package dev.skiff.model;

/** Pack as zip. */
public record ZipStrategy() {}
