/**
 * Argo's two little languages and the text templates that carry them: {@code {{tags}}}, expr-lang expressions, govaluate
 * {@code when} conditions and {@code depends} logic. Pure: no clock, no I/O, and all work is bounded by
 * {@link dev.skiff.expr.Limits}.
 */
@NullMarked
package dev.skiff.expr;

import org.jspecify.annotations.NullMarked;
