/** Puts the parts together: the only package that knows them all. */
@NullMarked
package dev.skiff.config;

import org.jspecify.annotations.NullMarked;
