/** What fields the model has, and whether a tree of nodes fits them. */
@NullMarked
package dev.skiff.spec.shape;

import org.jspecify.annotations.NullMarked;
