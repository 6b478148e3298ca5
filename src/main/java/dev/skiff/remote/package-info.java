/** Workflows behind a server that speaks Argo Server's REST API (features.md section 7): Skiff's or Argo's own. */
@NullMarked
package dev.skiff.remote;

import org.jspecify.annotations.NullMarked;
