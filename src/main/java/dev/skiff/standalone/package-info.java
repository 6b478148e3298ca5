/** Workflows on one machine as a service: what is kept in its data directory, and one process that drives what is submitted to it. */
@NullMarked
package dev.skiff.standalone;

import org.jspecify.annotations.NullMarked;
