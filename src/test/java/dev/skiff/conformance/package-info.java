/** Compares what Skiff did with what Argo itself did ({@code ../shared/argo/truth}), node by node. */
@NullMarked
package dev.skiff.conformance;

import org.jspecify.annotations.NullMarked;
