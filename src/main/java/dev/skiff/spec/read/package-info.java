/** Text to a tree of nodes that know their line and column. */
@NullMarked
package dev.skiff.spec.read;

import org.jspecify.annotations.NullMarked;
