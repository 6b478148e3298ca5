/** Tells collectors of traces what ran when (OpenTelemetry). */
@NullMarked
package dev.skiff.telemetry;

import org.jspecify.annotations.NullMarked;
