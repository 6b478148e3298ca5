package dev.skiff.model;

/** Keeps a retry away from the hosts of failed attempts. */
public record RetryNodeAntiAffinity() {}
