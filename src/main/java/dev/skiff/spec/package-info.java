/**
 * From YAML and JSON text to the model, with the line and column of every value, and the rules that a set of documents must follow. What is
 * wrong becomes a {@link dev.skiff.spec.Problem}, never an exception, and all problems are found at once.
 */
@NullMarked
package dev.skiff.spec;

import org.jspecify.annotations.NullMarked;
