package dev.skiff.expr;

/** A month or weekday of Go: a number in JSON, a name as text. */
record GoEnum(long number, String name) {}
