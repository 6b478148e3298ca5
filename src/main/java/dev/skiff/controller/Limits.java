package dev.skiff.controller;

import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/**
 * How many workflows run at once (PAR-04); asked again whenever one wants to run.
 *
 * @param all in all, 0 for no limit
 * @param each in a namespace, by its name; 0 for no limit
 */
public record Limits(IntSupplier all, ToIntFunction<String> each) {}
