/** Templates of kind {@code data}: the keys of a store of artifacts, transformed by expressions. */
@NullMarked
package dev.skiff.data;

import org.jspecify.annotations.NullMarked;
