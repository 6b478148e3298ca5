/** The HTTP face of a process that serves: health and metrics. */
@NullMarked
package dev.skiff.api;

import org.jspecify.annotations.NullMarked;
