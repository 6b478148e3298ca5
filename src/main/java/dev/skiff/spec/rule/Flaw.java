package dev.skiff.spec.rule;

import org.jspecify.annotations.Nullable;

/** Why a variable cannot be known where it is used. */
record Flaw(String message, @Nullable String hint) {}
