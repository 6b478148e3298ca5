package dev.skiff.model;

/** Store the file as it is. */
public record NoneStrategy() {}
